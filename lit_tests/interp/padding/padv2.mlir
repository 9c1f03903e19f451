// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @with_value
// CHECK: dense<[7.500000e+00, 1.000000e+00, 2.000000e+00, 7.500000e+00]>
func.func @with_value() -> tensor<4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1, 1]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<7.5> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.padv2"(%x, %y, %z) : (tensor<2xf32>, tensor<1x2xi32>, tensor<f32>) -> tensor<4xf32>
  func.return %0 : tensor<4xf32>
}
