// RUN: %qopt --pass=evaluate %s | filecheck %s

// Rows of 2 elements by 3 outputs, and the bias: 1 * 1 + 2 * 10 + 0.5 is 21.5.
// CHECK-LABEL: func.func @floats
// CHECK: dense<{{\[}}[2.150000e+01, -3.000000e+00, 0.000000e+00], [4.350000e+01, -7.000000e+00, 0.000000e+00]]>
func.func @floats() -> tensor<2x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 10.0], [-1.0, -1.0], [0.0, 0.0]]> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0, 0.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<2x2xf32>, tensor<3x2xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// Without a bias; the axes before the last stay, and the activation clamps to 0 and 6.
// CHECK-LABEL: func.func @keeps_shape
// CHECK: dense<{{\[\[}}[6.000000e+00], [0.000000e+00]]]> : tensor<1x2x1xf32>
func.func @keeps_shape() -> tensor<1x2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[3.0, 4.0], [-3.0, -4.0]]]> : tensor<1x2x2xf32>}> : () -> tensor<1x2x2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU6", keep_num_dims = true, weights_format = "DEFAULT"}> : (tensor<1x2x2xf32>, tensor<1x2xf32>, none) -> tensor<1x2x1xf32>
  func.return %y : tensor<1x2x1xf32>
}

// int8. The multiplier is 0.25, that is 2^30 / 2^31 * 2^-1: each sum is halved twice, and rounded
// half up twice (rules M2 and B6). 7 is 3.5, 4, 2; -7 is -3.5, -3, -1.5, -1; -9 is -4.5, -4, -2.
// The zero points are 1 and -3; 600 saturates.
// CHECK-LABEL: func.func @int8
// CHECK: dense<{{\[}}[-1, -4, -5, 127]]>
func.func @int8() -> tensor<1x4x!quant.uniform<i8:f32, 4.0:-3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 1.0:1>>, value = dense<[[2, 101]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 1.0:1>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x2x!quant.uniform<i8:f32, 1.0>>, value = dense<[[7, 0], [-7, 0], [-9, 0], [0, 6]]> : tensor<4x2xi8>}> : () -> tensor<4x2x!quant.uniform<i8:f32, 1.0>>
  %y = "tfl.fully_connected"(%x, %w) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x2x!quant.uniform<i8:f32, 1.0:1>>, tensor<4x2x!quant.uniform<i8:f32, 1.0>>) -> tensor<1x4x!quant.uniform<i8:f32, 4.0:-3>>
  func.return %y : tensor<1x4x!quant.uniform<i8:f32, 4.0:-3>>
}

// A scale for each output (rule M1), a bias in sums, and RELU, which clamps to the zero point -3 (rule A4).
// CHECK-LABEL: func.func @per_channel
// CHECK: dense<{{\[}}[7, 17, -3]]>
func.func @per_channel() -> tensor<1x3x!quant.uniform<i8:f32, 1.0:-3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<[[10]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x1x!quant.uniform<i8:f32:0, {1.0, 2.0, 1.0}>>, value = dense<[[1], [1], [-1]]> : tensor<3x1xi8>}> : () -> tensor<3x1x!quant.uniform<i8:f32:0, {1.0, 2.0, 1.0}>>
  %b = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i32:f32:0, {1.0, 2.0, 1.0}>>, value = dense<[0, 0, 5]> : tensor<3xi32>}> : () -> tensor<3x!quant.uniform<i32:f32:0, {1.0, 2.0, 1.0}>>
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<3x1x!quant.uniform<i8:f32:0, {1.0, 2.0, 1.0}>>, tensor<3x!quant.uniform<i32:f32:0, {1.0, 2.0, 1.0}>>) -> tensor<1x3x!quant.uniform<i8:f32, 1.0:-3>>
  func.return %y : tensor<1x3x!quant.uniform<i8:f32, 1.0:-3>>
}

// int4, two in a byte: 3 * 7 and 3 * -7, halved: 10.5 and -10.5, half up.
// CHECK-LABEL: func.func @int4
// CHECK: dense<{{\[}}[11, -10]]>
func.func @int4() -> tensor<1x2x!quant.uniform<i8:f32, 2.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<[[3]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x!quant.uniform<i4:f32, 1.0>>, value = dense<[[7], [-7]]> : tensor<2x1xi4>}> : () -> tensor<2x1x!quant.uniform<i4:f32, 1.0>>
  %y = "tfl.fully_connected"(%x, %w) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<2x1x!quant.uniform<i4:f32, 1.0>>) -> tensor<1x2x!quant.uniform<i8:f32, 2.0>>
  func.return %y : tensor<1x2x!quant.uniform<i8:f32, 2.0>>
}

// uint8 has zero points on both sides: (130 - 128) * (7 - 10), and 50 for zero.
// CHECK-LABEL: func.func @uint8
// CHECK: dense<44>
func.func @uint8() -> tensor<1x1x!quant.uniform<u8:f32, 1.0:50>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, value = dense<[[130]]> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:10>>, value = dense<[[7]]> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:10>>
  %y = "tfl.fully_connected"(%x, %w) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, tensor<1x1x!quant.uniform<u8:f32, 1.0:10>>) -> tensor<1x1x!quant.uniform<u8:f32, 1.0:50>>
  func.return %y : tensor<1x1x!quant.uniform<u8:f32, 1.0:50>>
}

// int16 without a bias, or with one of int32, is as int8: 7 and -7 are quartered to 2 and -1.
// CHECK-LABEL: func.func @int16
// CHECK: dense<{{\[}}[2, -1]]>
func.func @int16() -> tensor<1x2x!quant.uniform<i16:f32, 4.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i16:f32, 1.0>>, value = dense<[[7]]> : tensor<1x1xi16>}> : () -> tensor<1x1x!quant.uniform<i16:f32, 1.0>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x!quant.uniform<i8:f32, 1.0>>, value = dense<[[1], [-1]]> : tensor<2x1xi8>}> : () -> tensor<2x1x!quant.uniform<i8:f32, 1.0>>
  %y = "tfl.fully_connected"(%x, %w) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1x!quant.uniform<i16:f32, 1.0>>, tensor<2x1x!quant.uniform<i8:f32, 1.0>>) -> tensor<1x2x!quant.uniform<i16:f32, 4.0>>
  func.return %y : tensor<1x2x!quant.uniform<i16:f32, 4.0>>
}

// A bias of int64 makes it one rounding, away from zero: -7 + 1 and -7 - 3 quartered are -1.5 and
// -2.5, so -2 and -3 (rule M3).
// CHECK-LABEL: func.func @int16_with_wide_bias
// CHECK: dense<{{\[}}[-2, -3]]>
func.func @int16_with_wide_bias() -> tensor<1x2x!quant.uniform<i16:f32, 4.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i16:f32, 1.0>>, value = dense<[[7]]> : tensor<1x1xi16>}> : () -> tensor<1x1x!quant.uniform<i16:f32, 1.0>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x!quant.uniform<i8:f32:0, {1.0, 1.0}>>, value = dense<[[-1], [-1]]> : tensor<2x1xi8>}> : () -> tensor<2x1x!quant.uniform<i8:f32:0, {1.0, 1.0}>>
  %b = "tfl.pseudo_const"() <{value = dense<[1, -3]> : tensor<2xi64>}> : () -> tensor<2xi64>
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1x!quant.uniform<i16:f32, 1.0>>, tensor<2x1x!quant.uniform<i8:f32:0, {1.0, 1.0}>>, tensor<2xi64>) -> tensor<1x2x!quant.uniform<i16:f32, 4.0>>
  func.return %y : tensor<1x2x!quant.uniform<i16:f32, 4.0>>
}

// Weights of int16 round once, halves up, by 15 bits of the multiplier (rules M3 and B5): -6 and -10
// quartered are -1.5 and -2.5, so -1 and -2.
// CHECK-LABEL: func.func @int16_with_int16
// CHECK: dense<{{\[}}[-1, -2]]>
func.func @int16_with_int16() -> tensor<1x2x!quant.uniform<i16:f32, 4.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i16:f32, 1.0>>, value = dense<[[2]]> : tensor<1x1xi16>}> : () -> tensor<1x1x!quant.uniform<i16:f32, 1.0>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x!quant.uniform<i16:f32, 1.0>>, value = dense<[[-3], [-5]]> : tensor<2x1xi16>}> : () -> tensor<2x1x!quant.uniform<i16:f32, 1.0>>
  %y = "tfl.fully_connected"(%x, %w) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1x!quant.uniform<i16:f32, 1.0>>, tensor<2x1x!quant.uniform<i16:f32, 1.0>>) -> tensor<1x2x!quant.uniform<i16:f32, 4.0>>
  func.return %y : tensor<1x2x!quant.uniform<i16:f32, 4.0>>
}

// Hybrid: the greatest of the row, 127, becomes 127, and 0.5 becomes 1 (rules H1 and H3). The
// weights stand for 2 and 4, the bias is 1.
// CHECK-LABEL: func.func @hybrid
// CHECK: dense<2.590000e+02>
func.func @hybrid() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.5]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 2.0>>, value = dense<[[1, 2]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 2.0>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.fully_connected"(%x, %w, %b) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x2xf32>, tensor<1x2x!quant.uniform<i8:f32, 2.0>>, tensor<1xf32>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}

// Asymmetric (rule H2): 0 to 255 is stored in steps of 1, so 100.4 becomes 100.
// CHECK-LABEL: func.func @hybrid_asymmetric
// CHECK: dense<{{\[}}[4.550000e+02, 9.100000e+02]]>
func.func @hybrid_asymmetric() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[255.0, 100.4]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>, value = dense<[[1, 2], [1, 2]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>
  %y = "tfl.fully_connected"(%x, %w) <{asymmetric_quantize_inputs = true, fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}

// Bytes of uint8 are read as int8, whatever their zero point (rule M5): 255 is -1.
// CHECK-LABEL: func.func @hybrid_uint8
// CHECK: dense<-1.270000e+02>
func.func @hybrid_uint8() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[127.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, value = dense<[[255]]> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>
  %y = "tfl.fully_connected"(%x, %w) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x1xf32>, tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}

// 4 outputs of depth 32 in int4 are quantized symmetrically in spite of what is asked (rule M6): all
// of 0.4, with one of 127, become 0; from 0 to 127 in 255 steps they would not.
// CHECK-LABEL: func.func @hybrid_int4
// CHECK: dense<1.270000e+02> : tensor<1x4xf32>
func.func @hybrid_int4() -> tensor<1x4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]]> : tensor<1x32xf32>}> : () -> tensor<1x32xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x32x!quant.uniform<i4:f32, 1.0>>, value = dense<1> : tensor<4x32xi4>}> : () -> tensor<4x32x!quant.uniform<i4:f32, 1.0>>
  %y = "tfl.fully_connected"(%x, %w) <{asymmetric_quantize_inputs = true, fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x32xf32>, tensor<4x32x!quant.uniform<i4:f32, 1.0>>) -> tensor<1x4xf32>
  func.return %y : tensor<1x4xf32>
}

// Rows without elements give stored zeros, without bias (rule M8).
// CHECK-LABEL: func.func @no_elements
// CHECK: dense<0.000000e+00> : tensor<2x1xf32>
func.func @no_elements() -> tensor<2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<> : tensor<2x0xf32>}> : () -> tensor<2x0xf32>
  %w = "tfl.pseudo_const"() <{value = dense<> : tensor<1x0xf32>}> : () -> tensor<1x0xf32>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<2x0xf32>, tensor<1x0xf32>, tensor<1xf32>) -> tensor<2x1xf32>
  func.return %y : tensor<2x1xf32>
}

// Blocks of 2 of a row have scales of their own, and rows are quantized asymmetrically (rule M9):
// 0 to 255 in steps of 1, so that 1.4 becomes 1. (255 + 1) * 0.5 + (1 + 1) * 2 and its negative.
// CHECK-LABEL: func.func @hybrid_blocks
// CHECK: dense<{{\[}}[1.320000e+02, -1.320000e+02]]>
func.func @hybrid_blocks() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[255.0, 1.4, 1.4, 1.4]]> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 2.0}, {0.25, 1.0}}>>, value = dense<[[1, 1, 1, 1], [-2, -2, -2, -2]]> : tensor<2x4xi4>}> : () -> tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 2.0}, {0.25, 1.0}}>>
  %y = "tfl.fully_connected"(%x, %w) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT"}> : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 2.0}, {0.25, 1.0}}>>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
