// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[0.000000e+00, 0.964027584]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.tanh"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[0, 59, -128]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.0078125>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[0, 1, -100]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.tanh"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.0078125>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.0078125>>
}

// CHECK-LABEL: func.func @int16
// 2 sigmoid(2x) - 1 (rule E23).
// CHECK: dense<[0, 27598, -32767]>
func.func @int16() -> tensor<3x!quant.uniform<i16:f32, 3.0517578125e-05>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i16:f32, 0.0003>>, value = dense<[0, 4096, -32768]> : tensor<3xi16>}> : () -> tensor<3x!quant.uniform<i16:f32, 0.0003>>
  %0 = "tfl.tanh"(%x) : (tensor<3x!quant.uniform<i16:f32, 0.0003>>) -> tensor<3x!quant.uniform<i16:f32, 3.0517578125e-05>>
  func.return %0 : tensor<3x!quant.uniform<i16:f32, 3.0517578125e-05>>
}
