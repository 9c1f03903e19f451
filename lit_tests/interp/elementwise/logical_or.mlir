// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @either
// CHECK: dense<[true, true, false]>
func.func @either() -> tensor<3xi1> {
  %x = "tfl.pseudo_const"() <{value = dense<[true, true, false]> : tensor<3xi1>}> : () -> tensor<3xi1>
  %y = "tfl.pseudo_const"() <{value = dense<[true, false, false]> : tensor<3xi1>}> : () -> tensor<3xi1>
  %0 = "tfl.logical_or"(%x, %y) : (tensor<3xi1>, tensor<3xi1>) -> tensor<3xi1>
  func.return %0 : tensor<3xi1>
}
