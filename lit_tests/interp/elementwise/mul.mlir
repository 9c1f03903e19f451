// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.000000e+00, -1.000000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<3.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.mul"(%x, %y) <{fused_activation_function = "RELU_N1_TO_1"}> : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// 1.5 and -1.5 round away from zero (rules E3 and B4).
// CHECK: dense<[2, -1, 13]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[3, -3, 5]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 1.0>>, value = dense<[1, 1, 5]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 1.0>>
  %0 = "tfl.mul"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<3x!quant.uniform<i8:f32, 0.5>>, tensor<3x!quant.uniform<i8:f32, 1.0>>) -> tensor<3x!quant.uniform<i8:f32, 1.0>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 1.0>>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<[450, -2]>
func.func @int16() -> tensor<2x!quant.uniform<i16:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.5>>, value = dense<[300, -5]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.5>>, value = dense<[3, 1]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  %0 = "tfl.mul"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<i16:f32, 0.5>>, tensor<2x!quant.uniform<i16:f32, 0.5>>) -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  func.return %0 : tensor<2x!quant.uniform<i16:f32, 0.5>>
}
