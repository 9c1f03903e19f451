// RUN: not %qopt %s 2>&1 | filecheck %s

// Bits are of integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.bitwise_xor: lhs holds f32; expected i32, ui8, i64, i16, i8, ui64, ui32 or ui16
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2xf32>, %rhs: tensor<2xf32>) {
  %output = "tfl.bitwise_xor"(%lhs, %rhs) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}
