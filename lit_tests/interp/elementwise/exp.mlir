// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.000000e+00, 2.71828198]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.0, 1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.exp"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @quantized
// 1, e, 4.48 and 20.1 in steps of an eighth; the last saturates (rules E7 and A3).
// CHECK: dense<[-2, 12, 26, 127]>
func.func @quantized() -> tensor<4x!quant.uniform<i8:f32, 0.125:-10>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<4x!quant.uniform<i8:f32, 0.5>>, value = dense<[0, 2, 3, 6]> : tensor<4xi8>}> : () -> tensor<4x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.exp"(%x) : (tensor<4x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x!quant.uniform<i8:f32, 0.125:-10>>
  func.return %0 : tensor<4x!quant.uniform<i8:f32, 0.125:-10>>
}

// CHECK-LABEL: func.func @int16
// On a line between entries of the table (rule E8).
// CHECK: dense<[978, 2658, 3251]>
func.func @int16() -> tensor<3x!quant.uniform<i16:f32, 0.001>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i16:f32, 0.00390625>>, value = dense<[0, 256, 300]> : tensor<3xi16>}> : () -> tensor<3x!quant.uniform<i16:f32, 0.00390625>>
  %0 = "tfl.exp"(%x) : (tensor<3x!quant.uniform<i16:f32, 0.00390625>>) -> tensor<3x!quant.uniform<i16:f32, 0.001>>
  func.return %0 : tensor<3x!quant.uniform<i16:f32, 0.001>>
}
