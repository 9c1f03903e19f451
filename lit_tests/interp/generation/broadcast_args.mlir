// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @stretched
// CHECK: dense<[2, 4, 3]>
func.func @stretched() -> tensor<3xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[2, 1, 3]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[4, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.broadcast_args"(%x, %y) : (tensor<3xi32>, tensor<2xi32>) -> tensor<3xi32>
  func.return %0 : tensor<3xi32>
}
