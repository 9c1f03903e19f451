// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @cropped
// CHECK: dense<[[[3], [2], [4]]]>
func.func @cropped() -> tensor<1x3x1xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1], [2]], [[3], [4]]]> : tensor<2x2x1xi32>}> : () -> tensor<2x2x1xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[2]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %z = "tfl.pseudo_const"() <{value = dense<[[1, 0]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.batch_to_space_nd"(%x, %y, %z) : (tensor<2x2x1xi32>, tensor<1xi32>, tensor<1x2xi32>) -> tensor<1x3x1xi32>
  func.return %0 : tensor<1x3x1xi32>
}
