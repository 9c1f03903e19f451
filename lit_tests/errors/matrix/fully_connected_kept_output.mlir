// RUN: not %qopt %s 2>&1 | filecheck %s

// Where the axes are kept, the output has all but the last one.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: output has shape [6, 3]; expected [2, 3, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x4xf32>, %filter: tensor<3x4xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) <{keep_num_dims = true}> : (tensor<2x3x4xf32>, tensor<3x4xf32>, tensor<3xf32>) -> tensor<6x3xf32>
  func.return
}
