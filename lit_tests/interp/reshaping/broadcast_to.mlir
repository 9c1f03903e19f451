// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @stretched
// CHECK: dense<[[1.000000e+00, 1.000000e+00], [2.000000e+00, 2.000000e+00]]>
func.func @stretched() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.broadcast_to"(%x, %y) {qir.version = 2 : i32} : (tensor<2x1xf32>, tensor<2xi32>) -> tensor<2x2xf32>
  func.return %0 : tensor<2x2xf32>
}
