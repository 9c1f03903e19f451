// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @valid
// CHECK: dense<-3.500000e+00>
func.func @valid() -> tensor<1x1x2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]]> : tensor<1x2x3x1xf32>}> : () -> tensor<1x2x3x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [0.0]], [[0.0], [-1.0]]]]> : tensor<1x2x2x1xf32>}> : () -> tensor<1x2x2x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x2x3x1xf32>, tensor<1x2x2x1xf32>, tensor<1xf32>) -> tensor<1x1x2x1xf32>
  func.return %0 : tensor<1x1x2x1xf32>
}

// CHECK-LABEL: func.func @same
// What is added lies after the image where its count is odd.
// CHECK: dense<[[[[-4.000000e+00], [-4.000000e+00], [3.000000e+00]], [[4.000000e+00], [5.000000e+00], [6.000000e+00]]]]>
func.func @same() -> tensor<1x2x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]]> : tensor<1x2x3x1xf32>}> : () -> tensor<1x2x3x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [0.0]], [[0.0], [-1.0]]]]> : tensor<1x2x2x1xf32>}> : () -> tensor<1x2x2x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x2x3x1xf32>, tensor<1x2x2x1xf32>, tensor<1xf32>) -> tensor<1x2x3x1xf32>
  func.return %0 : tensor<1x2x3x1xf32>
}

// CHECK-LABEL: func.func @dilated
// CHECK: dense<[[[[3.100000e+01]], [[6.400000e+01]]]]>
func.func @dilated() -> tensor<1x2x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]]> : tensor<1x2x3x1xf32>}> : () -> tensor<1x2x3x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [10.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x2x3x1xf32>, tensor<1x1x2x1xf32>, tensor<1xf32>) -> tensor<1x2x1x1xf32>
  func.return %0 : tensor<1x2x1x1xf32>
}

// CHECK-LABEL: func.func @groups
// The first filter sees the first two channels, the second the others.
// CHECK: dense<[[[[2.100000e+01, 4.300000e+03]]]]>
func.func @groups() -> tensor<1x1x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 2.0, 3.0, 4.0]]]]> : tensor<1x1x1x4xf32>}> : () -> tensor<1x1x1x4xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 10.0]]], [[[100.0, 1000.0]]]]> : tensor<2x1x1x2xf32>}> : () -> tensor<2x1x1x2xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x1x4xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %0 : tensor<1x1x1x2xf32>
}

// CHECK-LABEL: func.func @quantized
// (4 x 2 + 1) / 2 is 4.5, which goes up; (-5 x 2 + 1) / 2 is -4.5, which goes up as well (rules
// C1 and B6).
// CHECK: dense<[[[[5], [-4], [3]]]]>
func.func @quantized() -> tensor<1x1x3x1x!quant.uniform<i8:f32, 0.25>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:1>>, value = dense<[[[[5], [-4], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:1>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x1x!quant.uniform<i8:f32, 0.25>>, value = dense<[[[[2]]]]> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1x!quant.uniform<i8:f32, 0.25>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 0.125>>, value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 0.125>>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5:1>>, tensor<1x1x1x1x!quant.uniform<i8:f32, 0.25>>, tensor<1x!quant.uniform<i32:f32, 0.125>>) -> tensor<1x1x3x1x!quant.uniform<i8:f32, 0.25>>
  func.return %0 : tensor<1x1x3x1x!quant.uniform<i8:f32, 0.25>>
}

// CHECK-LABEL: func.func @quantized_groups
// With groups -4.5 goes away from zero (rules C1 and B4).
// CHECK: dense<[[[[5, -4]]]]>
func.func @quantized_groups() -> tensor<1x1x1x2x!quant.uniform<i8:f32, 0.25>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5:1>>, value = dense<[[[[5, -4]]]]> : tensor<1x1x1x2xi8>}> : () -> tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5:1>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x1x!quant.uniform<i8:f32, 0.25>>, value = dense<[[[[2]]], [[[2]]]]> : tensor<2x1x1x1xi8>}> : () -> tensor<2x1x1x1x!quant.uniform<i8:f32, 0.25>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i32:f32, 0.125>>, value = dense<[1, 1]> : tensor<2xi32>}> : () -> tensor<2x!quant.uniform<i32:f32, 0.125>>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5:1>>, tensor<2x1x1x1x!quant.uniform<i8:f32, 0.25>>, tensor<2x!quant.uniform<i32:f32, 0.125>>) -> tensor<1x1x1x2x!quant.uniform<i8:f32, 0.25>>
  func.return %0 : tensor<1x1x1x2x!quant.uniform<i8:f32, 0.25>>
}

// CHECK-LABEL: func.func @int16
// 2.5 and -2.5 go up (rules C2 and B5).
// CHECK: dense<[[[[3], [-2]]]]>
func.func @int16() -> tensor<1x1x2x1x!quant.uniform<i16:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x2x1x!quant.uniform<i16:f32, 0.5>>, value = dense<[[[[5], [-5]]]]> : tensor<1x1x2x1xi16>}> : () -> tensor<1x1x2x1x!quant.uniform<i16:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>, value = dense<[[[[1]]]]> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>
  %z = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi64>}> : () -> tensor<1xi64>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x2x1x!quant.uniform<i16:f32, 0.5>>, tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>, tensor<1xi64>) -> tensor<1x1x2x1x!quant.uniform<i16:f32, 0.5>>
  func.return %0 : tensor<1x1x2x1x!quant.uniform<i16:f32, 0.5>>
}

// CHECK-LABEL: func.func @hybrid
// One scale: -0.496 is -62.99 / 127, which becomes -63 (rules C3 and H1).
// CHECK: dense<[[[[0.9921875], [-0.4921875]]]]>
func.func @hybrid() -> tensor<1x1x2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [-0.496]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[[[127]]]]> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1x!quant.uniform<i8:f32, 0.0078125>>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x2x1xf32>, tensor<1x1x1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1xf32>) -> tensor<1x1x2x1xf32>
  func.return %0 : tensor<1x1x2x1xf32>
}

// CHECK-LABEL: func.func @hybrid_per_channel
// Scales differ: 1.496 is 255 steps (rules C3 and H2).
// CHECK: dense<[[[[0.989541709, 1.97908342], [-0.494770855, -0.989541709]]]]>
func.func @hybrid_per_channel() -> tensor<1x1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [-0.496]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.0078125, 0.015625}>>, value = dense<[[[[127]]], [[[127]]]]> : tensor<2x1x1x1xi8>}> : () -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.0078125, 0.015625}>>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x2x1xf32>, tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.0078125, 0.015625}>>, tensor<2xf32>) -> tensor<1x1x2x2xf32>
  func.return %0 : tensor<1x1x2x2xf32>
}
