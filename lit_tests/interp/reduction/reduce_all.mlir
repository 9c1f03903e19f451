// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @along_one_axis
// CHECK: dense<[false, true, false]>
func.func @along_one_axis() -> tensor<3xi1> {
  %x = "tfl.pseudo_const"() <{value = dense<[[true, false], [true, true], [false, false]]> : tensor<3x2xi1>}> : () -> tensor<3x2xi1>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.reduce_all"(%x, %y) <{keep_dims = false}> : (tensor<3x2xi1>, tensor<1xi32>) -> tensor<3xi1>
  func.return %r : tensor<3xi1>
}

// CHECK-LABEL: func.func @along_all
// CHECK: dense<false>
func.func @along_all() -> tensor<1x1xi1> {
  %x = "tfl.pseudo_const"() <{value = dense<[[true, false], [true, true], [false, false]]> : tensor<3x2xi1>}> : () -> tensor<3x2xi1>
  %y = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reduce_all"(%x, %y) <{keep_dims = true}> : (tensor<3x2xi1>, tensor<2xi32>) -> tensor<1x1xi1>
  func.return %r : tensor<1x1xi1>
}
