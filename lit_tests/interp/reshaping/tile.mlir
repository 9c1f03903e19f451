// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @twice
// CHECK: dense<[[1, 2, 1, 2], [1, 2, 1, 2]]>
func.func @twice() -> tensor<2x4xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1, 2]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.tile"(%x, %y) : (tensor<1x2xi32>, tensor<2xi32>) -> tensor<2x4xi32>
  func.return %0 : tensor<2x4xi32>
}
