// RUN: not %qopt %s 2>&1 | filecheck %s

// A block has a size for each axis between batch and channels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_batch_nd "SpaceToBatchND": block_shape has 1 elements; expected 2 for [1, 4, 4, 1]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %paddings = "tfl.pseudo_const"() <{value = dense<0> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %output = "tfl.space_to_batch_nd"(%input, %block_shape, %paddings) {qir.tensors = [{name = "SpaceToBatchND"}]} : (tensor<1x4x4x1xf32>, tensor<1xi32>, tensor<1x2xi32>) -> tensor<4x2x2x1xf32>
  func.return
}
