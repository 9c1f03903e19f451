// RUN: not %qopt %s 2>&1 | filecheck %s

// Blocks are moved to the batch.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_batch_nd "SpaceToBatchND": output has shape [1, 2, 2, 4]; expected [4, 2, 2, 1]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %paddings = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.space_to_batch_nd"(%input, %block_shape, %paddings) {qir.tensors = [{name = "SpaceToBatchND"}]} : (tensor<1x4x4x1xf32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<1x2x2x4xf32>
  func.return
}
