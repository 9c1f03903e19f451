// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @multiplied
// CHECK: dense<[[[[1.000000e+00, 1.000000e+01, 2.000000e+02, 2.000500e+03]]]]>
func.func @multiplied() -> tensor<1x1x1x4xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 2.0]]]]> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 10.0, 100.0, 1000.0]]]]> : tensor<1x1x1x4xf32>}> : () -> tensor<1x1x1x4xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0, 0.0, 0.0, 0.5]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %0 = "tfl.depthwise_conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", depth_multiplier = 2 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x4xf32>, tensor<4xf32>) -> tensor<1x1x1x4xf32>
  func.return %0 : tensor<1x1x1x4xf32>
}

// CHECK-LABEL: func.func @quantized
// -4.5 goes up in the group of eight channels, and down in the one left over (rule C4).
// CHECK: dense<[[[[5, 5, 5, 5, 5, 5, 5, -4, -4]]]]>
func.func @quantized() -> tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x9x!quant.uniform<i8:f32, 0.5:1>>, value = dense<[[[[5, 5, 5, 5, 5, 5, 5, 5, -4]]]]> : tensor<1x1x1x9xi8>}> : () -> tensor<1x1x1x9x!quant.uniform<i8:f32, 0.5:1>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>, value = dense<[[[[2, 2, 2, 2, 2, 2, 2, -2, 2]]]]> : tensor<1x1x1x9xi8>}> : () -> tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<9x!quant.uniform<i32:f32, 0.125>>, value = dense<[1, 1, 1, 1, 1, 1, 1, -1, 1]> : tensor<9xi32>}> : () -> tensor<9x!quant.uniform<i32:f32, 0.125>>
  %0 = "tfl.depthwise_conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", depth_multiplier = 1 : i32}> : (tensor<1x1x1x9x!quant.uniform<i8:f32, 0.5:1>>, tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>, tensor<9x!quant.uniform<i32:f32, 0.125>>) -> tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>
  func.return %0 : tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>
}

// CHECK-LABEL: func.func @hybrid
// Rules C3 and H2.
// CHECK: dense<[[[[0.989541709, -0.989541709]]]]>
func.func @hybrid() -> tensor<1x1x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1.0, -0.496]]]]> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {0.0078125, 0.015625}>>, value = dense<[[[[127, 127]]]]> : tensor<1x1x1x2xi8>}> : () -> tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {0.0078125, 0.015625}>>
  %z = "tfl.pseudo_const"() <{value = dense<[0.0, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.depthwise_conv_2d"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", depth_multiplier = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {0.0078125, 0.015625}>>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %0 : tensor<1x1x1x2xf32>
}
