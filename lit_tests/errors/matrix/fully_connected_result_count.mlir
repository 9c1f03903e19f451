// RUN: not %qopt %s 2>&1 | filecheck %s

// Weights in the default format need no workspace.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: 2 results for weights in the DEFAULT format; expected 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>, %filter: tensor<3x4xf32>, %bias: tensor<3xf32>) {
  %output, %workspace = "tfl.fully_connected"(%input, %filter, %bias) : (tensor<1x4xf32>, tensor<3x4xf32>, tensor<3xf32>) -> (tensor<1x3xf32>, tensor<1x3xf32>)
  func.return
}
