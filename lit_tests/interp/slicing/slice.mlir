// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @part
// CHECK: dense<[[2.000000e+00, 3.000000e+00], [5.000000e+00, 6.000000e+00]]>
func.func @part() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<[2, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.slice"(%x, %y, %z) : (tensor<2x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<2x2xf32>
  func.return %0 : tensor<2x2xf32>
}
