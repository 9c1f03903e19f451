// RUN: not %qopt %s 2>&1 | filecheck %s

// No more is cropped than there is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_to_space_nd: crops take 6 elements; expected at most 4
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x2x2x1xf32>) {
  %block_shape = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %crops = "tfl.pseudo_const"() <{value = dense<[[3, 3], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.batch_to_space_nd"(%input, %block_shape, %crops) : (tensor<4x2x2x1xf32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<1x0x4x1xf32>
  func.return
}
