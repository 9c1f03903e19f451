// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @sevens
// CHECK: dense<7.000000e+00>
func.func @sevens() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<7.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.fill"(%x, %y) : (tensor<2xi32>, tensor<f32>) -> tensor<2x2xf32>
  func.return %0 : tensor<2x2xf32>
}
