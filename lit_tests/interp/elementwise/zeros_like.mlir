// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @integers
// CHECK: dense<0>
func.func @integers() -> tensor<1x2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[3, 4]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.zeros_like"(%x) : (tensor<1x2xi32>) -> tensor<1x2xi32>
  func.return %0 : tensor<1x2xi32>
}
