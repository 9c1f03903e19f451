// RUN: not %qopt %s 2>&1 | filecheck %s

// A shape is integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape: shape holds f32; expected i32 or i64
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %shape: tensor<2xf32>) {
  %output = "tfl.reshape"(%input, %shape) : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  func.return
}
