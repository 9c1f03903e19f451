// RUN: not %qopt %s 2>&1 | filecheck %s

// Blocks fill the batch.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_to_space_nd "BatchToSpaceND": batch is 6; expected a multiple of 4, block_shape
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<6x2x2x1xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %crops = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.batch_to_space_nd"(%input, %block_shape, %crops) {qir.tensors = [{name = "BatchToSpaceND"}]} : (tensor<6x2x2x1xf32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<1x4x4x1xf32>
  func.return
}
