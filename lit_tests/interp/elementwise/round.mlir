// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @halves
// To the even integer.
// CHECK: dense<[0.000000e+00, 2.000000e+00, -2.000000e+00]>
func.func @halves() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.5, 1.5, -2.5]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %0 = "tfl.round"(%x) : (tensor<3xf32>) -> tensor<3xf32>
  func.return %0 : tensor<3xf32>
}
