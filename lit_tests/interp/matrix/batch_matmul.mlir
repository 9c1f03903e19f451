// RUN: %qopt --pass=evaluate %s | filecheck %s

// A matrix for each batch: 1 * 1 + 2 * 2, and 3 * 10 + 4 * 20.
// CHECK-LABEL: func.func @floats
// CHECK: dense<{{\[\[}}[5.000000e+00]], {{\[}}[1.100000e+02]]]>
func.func @floats() -> tensor<2x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0, 2.0]], [[3.0, 4.0]]]> : tensor<2x1x2xf32>}> : () -> tensor<2x1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]], [[10.0], [20.0]]]> : tensor<2x2x1xf32>}> : () -> tensor<2x2x1xf32>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = false}> : (tensor<2x1x2xf32>, tensor<2x2x1xf32>) -> tensor<2x1x1xf32>
  func.return %z : tensor<2x1x1xf32>
}

// Both transposed; y has no batches, and goes with both of x.
// CHECK-LABEL: func.func @transposed
// CHECK: dense<{{\[\[}}[5.000000e+00]], {{\[}}[1.100000e+01]]]>
func.func @transposed() -> tensor<2x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]], [[3.0], [4.0]]]> : tensor<2x2x1xf32>}> : () -> tensor<2x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = true, adj_y = true, asymmetric_quantize_inputs = false}> : (tensor<2x2x1xf32>, tensor<1x2xf32>) -> tensor<2x1x1xf32>
  func.return %z : tensor<2x1x1xf32>
}

// int8, all zero points other than 0. The sums 7, -7 and -10 are halved, to 4, -3 and -5, and halved
// again, away from zero, to 2, -2 and -3 (rules M4 and B4); half up were -1 and -2. -7 stands for 0.
// CHECK-LABEL: func.func @int8
// CHECK: dense<{{\[}}[-5, -9, -10]]>
func.func @int8() -> tensor<1x3x!quant.uniform<i8:f32, 4.0:-7>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0:5>>, value = dense<[[6]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0:5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x!quant.uniform<i8:f32, 1.0:3>>, value = dense<[[10, -4, -7]]> : tensor<1x3xi8>}> : () -> tensor<1x3x!quant.uniform<i8:f32, 1.0:3>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = false}> : (tensor<1x1x!quant.uniform<i8:f32, 1.0:5>>, tensor<1x3x!quant.uniform<i8:f32, 1.0:3>>) -> tensor<1x3x!quant.uniform<i8:f32, 4.0:-7>>
  func.return %z : tensor<1x3x!quant.uniform<i8:f32, 4.0:-7>>
}

// To int32 zero points are not asked (rule M4).
// CHECK-LABEL: func.func @int8_to_int32
// CHECK: dense<32513>
func.func @int8_to_int32() -> tensor<1x1xi32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 1.0:5>>, value = dense<[[127, -128]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 1.0:5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x!quant.uniform<i8:f32, 1.0:3>>, value = dense<[[127], [-128]]> : tensor<2x1xi8>}> : () -> tensor<2x1x!quant.uniform<i8:f32, 1.0:3>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = false}> : (tensor<1x2x!quant.uniform<i8:f32, 1.0:5>>, tensor<2x1x!quant.uniform<i8:f32, 1.0:3>>) -> tensor<1x1xi32>
  func.return %z : tensor<1x1xi32>
}

// int16 by int16 rounds once, halves up (rule B5): -6 and -10 quartered are -1 and -2. 32767 squared
// saturates.
// CHECK-LABEL: func.func @int16
// CHECK: dense<{{\[}}[-1, -2, 32767]]>
func.func @int16() -> tensor<1x3x!quant.uniform<i16:f32, 4.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i16:f32, 1.0>>, value = dense<[[2, 32767]]> : tensor<1x2xi16>}> : () -> tensor<1x2x!quant.uniform<i16:f32, 1.0>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i16:f32, 1.0>>, value = dense<[[-3, -5, 0], [0, 0, 32767]]> : tensor<2x3xi16>}> : () -> tensor<2x3x!quant.uniform<i16:f32, 1.0>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = false}> : (tensor<1x2x!quant.uniform<i16:f32, 1.0>>, tensor<2x3x!quant.uniform<i16:f32, 1.0>>) -> tensor<1x3x!quant.uniform<i16:f32, 4.0>>
  func.return %z : tensor<1x3x!quant.uniform<i16:f32, 4.0>>
}

// Hybrid, a scale for each row of x (rule H1): 0.5 is 1 beside 127, and 0 beside 254.
// CHECK-LABEL: func.func @hybrid
// CHECK: dense<{{\[}}[2.560000e+02], [5.080000e+02]]>
func.func @hybrid() -> tensor<2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.5], [254.0, 0.5]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x!quant.uniform<i8:f32, 2.0>>, value = dense<[[1], [1]]> : tensor<2x1xi8>}> : () -> tensor<2x1x!quant.uniform<i8:f32, 2.0>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = false}> : (tensor<2x2xf32>, tensor<2x1x!quant.uniform<i8:f32, 2.0>>) -> tensor<2x1xf32>
  func.return %z : tensor<2x1xf32>
}

// Asymmetric (rule H2), and a scale for each column of y: 100.4 of 0 to 255 is 100.
// CHECK-LABEL: func.func @hybrid_asymmetric
// CHECK: dense<{{\[}}[3.550000e+02, 6.200000e+02]]>
func.func @hybrid_asymmetric() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[255.0, 100.4]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32:1, {1.0, 4.0}>>, value = dense<[[1, 1], [1, -1]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32:1, {1.0, 4.0}>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = true}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32:1, {1.0, 4.0}>>) -> tensor<1x2xf32>
  func.return %z : tensor<1x2xf32>
}

// With two axes of batches the kernel counts i + j: of rows 1, 2, 4 and 8 batch (1, 0) has the scale
// of (0, 1), and (1, 1) that of (1, 0) (rule M7).
// CHECK-LABEL: func.func @hybrid_batches
// CHECK: dense<{{\[\[\[}}[1.000000e+00]], {{\[}}[2.000000e+00]]], {{\[\[}}[2.000000e+00]], {{\[}}[4.000000e+00]]]]>
func.func @hybrid_batches() -> tensor<2x2x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0]], [[2.0]]], [[[4.0]], [[8.0]]]]> : tensor<2x2x1x1xf32>}> : () -> tensor<2x2x1x1xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<[[1]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = false, adj_y = false, asymmetric_quantize_inputs = false}> : (tensor<2x2x1x1xf32>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>) -> tensor<2x2x1x1xf32>
  func.return %z : tensor<2x2x1x1xf32>
}
