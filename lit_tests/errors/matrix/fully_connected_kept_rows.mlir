// RUN: not %qopt %s 2>&1 | filecheck %s

// Where the axes are kept, the last one is a row.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: input has shape [2, 2]; expected rows of 4 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x2xf32>, %filter: tensor<3x4xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) <{keep_num_dims = true}> : (tensor<2x2xf32>, tensor<3x4xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
