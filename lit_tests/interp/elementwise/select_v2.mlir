// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @stretched
// CHECK: dense<[[1, 2], [9, 9]]>
func.func @stretched() -> tensor<2x2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[true], [false]]> : tensor<2x1xi1>}> : () -> tensor<2x1xi1>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<9> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.select_v2"(%x, %y, %z) : (tensor<2x1xi1>, tensor<2xi32>, tensor<i32>) -> tensor<2x2xi32>
  func.return %0 : tensor<2x2xi32>
}
