// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[2.000000e+00, 0.000000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.add"(%x, %y) <{fused_activation_function = "RELU"}> : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @wraps
// CHECK: dense<[-2147483648, 0]>
func.func @wraps() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[2147483647, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.add"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}

// CHECK-LABEL: func.func @quantized
// 2 + 0.25 is 4.5 steps, which rounds up; -3.5 + 0.25 is -6.5 steps, which rounds down; the last
// saturates (rules E1 and A3).
// CHECK: dense<[6, 7, -6, 127]>
func.func @quantized() -> tensor<4x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<4x!quant.uniform<i8:f32, 0.5>>, value = dense<[4, 5, -7, 127]> : tensor<4xi8>}> : () -> tensor<4x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<4x!quant.uniform<i8:f32, 0.25>>, value = dense<[1, 1, 1, 127]> : tensor<4xi8>}> : () -> tensor<4x!quant.uniform<i8:f32, 0.25>>
  %0 = "tfl.add"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<4x!quant.uniform<i8:f32, 0.5>>, tensor<4x!quant.uniform<i8:f32, 0.25>>) -> tensor<4x!quant.uniform<i8:f32, 0.5:1>>
  func.return %0 : tensor<4x!quant.uniform<i8:f32, 0.5:1>>
}

// CHECK-LABEL: func.func @clamped
// 12 and -9 are clamped to 6 and 0, which are stored as 13 and 1 (rule A4).
// CHECK: dense<[13, 1]>
func.func @clamped() -> tensor<2x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[4, -9]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.5>>, value = dense<[20, -9]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %0 = "tfl.add"(%x, %y) <{fused_activation_function = "RELU6"}> : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x!quant.uniform<i8:f32, 0.5:1>>
  func.return %0 : tensor<2x!quant.uniform<i8:f32, 0.5:1>>
}

// CHECK-LABEL: func.func @powers_of_two
// 1.5 steps round to 2, away from zero (rule E2).
// CHECK: dense<[7, -7]>
func.func @powers_of_two() -> tensor<2x!quant.uniform<i16:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.5>>, value = dense<[5, -5]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.25>>, value = dense<[3, -3]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.25>>
  %0 = "tfl.add"(%x, %y) <{fused_activation_function = "NONE"}> {qir.pot_scale_int16 = true} : (tensor<2x!quant.uniform<i16:f32, 0.5>>, tensor<2x!quant.uniform<i16:f32, 0.25>>) -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  func.return %0 : tensor<2x!quant.uniform<i16:f32, 0.5>>
}
