// RUN: not %qopt %s 2>&1 | filecheck %s

// Numbers of elements are integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad: padding holds f32; expected i32 or i64
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %padding: tensor<2x2xf32>) {
  %output = "tfl.pad"(%input, %padding) : (tensor<2x3xf32>, tensor<2x2xf32>) -> tensor<4x3xf32>
  func.return
}
