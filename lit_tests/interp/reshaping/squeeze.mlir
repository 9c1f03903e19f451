// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @given
// CHECK: dense<[[1.000000e+00, 2.000000e+00]]>
func.func @given() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0, 2.0]]]> : tensor<1x1x2xf32>}> : () -> tensor<1x1x2xf32>
  %0 = "tfl.squeeze"(%x) <{squeeze_dims = [0]}> : (tensor<1x1x2xf32>) -> tensor<1x2xf32>
  func.return %0 : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @all
// CHECK: dense<[1.000000e+00, 2.000000e+00]>
func.func @all() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %0 = "tfl.squeeze"(%x) <{squeeze_dims = []}> : (tensor<1x2x1xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
