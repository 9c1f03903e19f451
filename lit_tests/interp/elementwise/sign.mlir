// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.000000e+00, -1.000000e+00, 0.000000e+00]>
func.func @floats() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[2.5, -2.5, 0.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %0 = "tfl.sign"(%x) : (tensor<3xf32>) -> tensor<3xf32>
  func.return %0 : tensor<3xf32>
}
