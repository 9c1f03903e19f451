// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[5.000000e-01, 2.000000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[4.0, 0.25]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.rsqrt"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// Of 0 it is the greatest integer (rule E12).
// CHECK: dense<[11, 19, 127]>
func.func @quantized() -> tensor<3x!quant.uniform<i8:f32, 0.0625:3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[8, 2, 0]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.rsqrt"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.0625:3>>
  func.return %0 : tensor<3x!quant.uniform<i8:f32, 0.0625:3>>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<[5000, 2500]>
func.func @int16() -> tensor<2x!quant.uniform<i16:f32, 0.0001>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.0009765625>>, value = dense<[4096, 16384]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.0009765625>>
  %0 = "tfl.rsqrt"(%x) : (tensor<2x!quant.uniform<i16:f32, 0.0009765625>>) -> tensor<2x!quant.uniform<i16:f32, 0.0001>>
  func.return %0 : tensor<2x!quant.uniform<i16:f32, 0.0001>>
}
