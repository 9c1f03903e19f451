// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @other
// CHECK: dense<[false, true]>
func.func @other() -> tensor<2xi1> {
  %x = "tfl.pseudo_const"() <{value = dense<[true, false]> : tensor<2xi1>}> : () -> tensor<2xi1>
  %0 = "tfl.logical_not"(%x) : (tensor<2xi1>) -> tensor<2xi1>
  func.return %0 : tensor<2xi1>
}
