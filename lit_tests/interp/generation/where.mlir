// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @places
// CHECK: dense<[[0, 1], [1, 0]]>
func.func @places() -> tensor<?x2xi64> {
  %x = "tfl.pseudo_const"() <{value = dense<[[false, true], [true, false]]> : tensor<2x2xi1>}> : () -> tensor<2x2xi1>
  %0 = "tfl.where"(%x) : (tensor<2x2xi1>) -> tensor<?x2xi64>
  func.return %0 : tensor<?x2xi64>
}
