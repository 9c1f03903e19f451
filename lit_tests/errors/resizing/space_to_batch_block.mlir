// RUN: not %qopt %s 2>&1 | filecheck %s

// A block has at least one element.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.space_to_batch_nd: block_shape is [2, 0]; expected at least 1 each
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x1xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %paddings = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.space_to_batch_nd"(%input, %block_shape, %paddings) : (tensor<1x4x4x1xf32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<4x2x2x1xf32>
  func.return
}
