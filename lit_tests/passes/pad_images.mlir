// RUN: %qopt %s --pass=choose-kernels,pad-images | filecheck %s

// Integer images get room around them for what windows see beyond the edge; what is there is the
// zero point. Two convolutions that want the same room share it.

// CHECK-LABEL: func.func @room
// CHECK:         %[[Q:.*]], %{{.*}}, %[[Z:.*]] = "c.call"(%x) <{kernel = "quantize_rows_symmetric"
// CHECK:         %[[P:.*]] = "c.call"(%[[Q]], %[[Z]]) <{kernel = "pad_image_i8", parameters = {batch = 1 : i32, height = 4 : i32, width = 4 : i32, channels = 2 : i32, top = 1 : i32, bottom = 1 : i32, left = 1 : i32, right = 1 : i32}}> : {{.*}} -> tensor<1x6x6x2xi8>
// CHECK:         "c.call"(%[[P]], {{.*}}) <{kernel = "conv_2d_inside_i8", parameters = {batch = 1 : i32, channels = 2 : i32, height = 6 : i32
// CHECK-NOT:     "pad_image_i8"
// CHECK:         "c.call"(%[[P]], {{.*}}) <{kernel = "conv_2d_inside_i8"
func.func @room(%x: tensor<1x4x4x2xf32>) -> (tensor<1x4x4x1xf32>, tensor<1x4x4x1xf32>) {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x3x3x2xi8>}> : () -> tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x2x!quant.uniform<i8:f32, 0.25>>, value = dense<2> : tensor<1x3x3x2xi8>}> : () -> tensor<1x3x3x2x!quant.uniform<i8:f32, 0.25>>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>, tensor<1xf32>) -> tensor<1x4x4x1xf32>
  %z = "tfl.conv_2d"(%x, %v, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2x!quant.uniform<i8:f32, 0.25>>, tensor<1xf32>) -> tensor<1x4x4x1xf32>
  return %y, %z : tensor<1x4x4x1xf32>, tensor<1x4x4x1xf32>
}

// Where no window reaches over the edge, there is nothing to do.

// CHECK-LABEL: func.func @inside
// CHECK-NOT:     "pad_image_i8"
// CHECK:         kernel = "conv_2d_inside_i8"
func.func @inside(%x: tensor<1x4x4x2xf32>) -> tensor<1x2x2x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x3x3x2xi8>}> : () -> tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2x!quant.uniform<i8:f32, 0.5>>, tensor<1xf32>) -> tensor<1x2x2x1xf32>
  return %y : tensor<1x2x2x1xf32>
}
