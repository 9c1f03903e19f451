// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[5.000000e-01, 8.807970e-01]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.logistic"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// CHECK: dense<[0, 59, 127]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.00390625:-128>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[0, 2, 100]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.logistic"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.00390625:-128>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.00390625:-128>>
}

// CHECK-LABEL: func.func @int16
// 2.4576 is 58.98 entries into the table (rule E23).
// CHECK: dense<[16384, 30183, 2]>
func.func @int16() -> tensor<3x!quant.uniform<i16:f32, 3.0517578125e-05>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i16:f32, 0.0003>>, value = dense<[0, 8192, -32768]> : tensor<3xi16>}> : () -> tensor<3x!quant.uniform<i16:f32, 0.0003>>
  %0 = "tfl.logistic"(%x) : (tensor<3x!quant.uniform<i16:f32, 0.0003>>) -> tensor<3x!quant.uniform<i16:f32, 3.0517578125e-05>>
  func.return %0 : tensor<3x!quant.uniform<i16:f32, 3.0517578125e-05>>
}
