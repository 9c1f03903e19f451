// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @last
// CHECK: dense<[[1], [2]]>
func.func @last() -> tensor<2x1xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.expand_dims"(%x, %y) : (tensor<2xi32>, tensor<i32>) -> tensor<2x1xi32>
  func.return %0 : tensor<2x1xi32>
}
