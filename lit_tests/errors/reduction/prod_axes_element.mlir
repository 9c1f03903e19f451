// RUN: not %qopt %s 2>&1 | filecheck %s

// Axes are integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reduce_prod: axes holds f32; expected i32 or i64
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %axes: tensor<1xf32>) {
  %output = "tfl.reduce_prod"(%input, %axes) : (tensor<2x3xf32>, tensor<1xf32>) -> tensor<2xf32>
  func.return
}
