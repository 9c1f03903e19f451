// RUN: not %qopt %s 2>&1 | filecheck %s

// Blocks are moved from the batch.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_to_space_nd: output has shape [4, 4, 4, 1]; expected [1, 4, 4, 1]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x2x2x1xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %crops = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.batch_to_space_nd"(%input, %block_shape, %crops) : (tensor<4x2x2x1xf32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<4x4x4x1xf32>
  func.return
}
