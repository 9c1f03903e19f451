// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[9.000000e+00, 2.500000e-01]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[3.0, -0.5]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.square"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
