// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @elements
// CHECK: dense<[6.000000e+00, 1.000000e+00]>
func.func @elements() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1, 2], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %0 = "tfl.gather_nd"(%x, %y) : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @rows
// CHECK: dense<[[4.000000e+00, 5.000000e+00, 6.000000e+00]]>
func.func @rows() -> tensor<1x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1]]> : tensor<1x1xi32>}> : () -> tensor<1x1xi32>
  %0 = "tfl.gather_nd"(%x, %y) : (tensor<2x3xf32>, tensor<1x1xi32>) -> tensor<1x3xf32>
  func.return %0 : tensor<1x3xf32>
}
