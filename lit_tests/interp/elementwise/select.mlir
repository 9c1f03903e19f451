// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @elements
// CHECK: dense<[1.000000e+00, 4.000000e+00]>
func.func @elements() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[true, false]> : tensor<2xi1>}> : () -> tensor<2xi1>
  %y = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[3.0, 4.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.select"(%x, %y, %z) : (tensor<2xi1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @rows
// One condition for each row.
// CHECK: dense<[[1, 2], [7, 8]]>
func.func @rows() -> tensor<2x2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[true, false]> : tensor<2xi1>}> : () -> tensor<2xi1>
  %y = "tfl.pseudo_const"() <{value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<[[5, 6], [7, 8]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %0 = "tfl.select"(%x, %y, %z) : (tensor<2xi1>, tensor<2x2xi32>, tensor<2x2xi32>) -> tensor<2x2xi32>
  func.return %0 : tensor<2x2xi32>
}
