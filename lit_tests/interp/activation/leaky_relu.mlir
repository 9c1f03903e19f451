// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.500000e+00, -5.000000e-01]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.leaky_relu"(%x) <{alpha = 0.25 : f32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// -0.75 is -1.5 steps, away from zero (rule E21).
// CHECK: dense<[5, -1, 0]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[4, -6, -4]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.leaky_relu"(%x) <{alpha = 0.25 : f32}> : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.5:1>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.5:1>>
}
