// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @last_axis
// CHECK: dense<[[3.000000e+00, 2.000000e+00, 1.000000e+00], [6.000000e+00, 5.000000e+00, 4.000000e+00]]>
func.func @last_axis() -> tensor<2x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.reverse_v2"(%x, %y) : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2x3xf32>
  func.return %0 : tensor<2x3xf32>
}
