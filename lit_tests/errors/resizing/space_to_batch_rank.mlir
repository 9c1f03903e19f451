// RUN: not %qopt %s 2>&1 | filecheck %s

// There are one or two axes between batch and channels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_batch_nd: input has shape [4, 4]; expected rank 3 or 4
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x4xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %paddings = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.space_to_batch_nd"(%input, %block_shape, %paddings) : (tensor<4x4xf32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<16x1xf32>
  func.return
}
