// RUN: not %qopt %s 2>&1 | filecheck %s

// The padding has a row for each axis of a block.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_batch_nd: paddings has shape [1, 2]; expected [axes=2, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1xf32>, %paddings: tensor<1x2xi32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.space_to_batch_nd"(%input, %block_shape, %paddings) : (tensor<1x4x4x1xf32>, tensor<2xi32>, tensor<1x2xi32>) -> tensor<4x2x2x1xf32>
  func.return
}
