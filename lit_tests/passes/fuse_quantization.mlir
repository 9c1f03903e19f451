// RUN: %qopt %s --pass=choose-kernels --pass=fuse-quantization | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass=fuse-quantization{room=1} | filecheck %s --check-prefix=LEAST
// RUN: %qopt %s --pass=choose-kernels --pass=fuse-depthwise{room=1300} --pass=fuse-quantization | filecheck %s --check-prefix=SEEN

// Of what only a hybrid kernel reads, so much is made as floats at a time as there is room for.

// CHECK-LABEL: func.func @lines
// CHECK-NOT:     "quantize_rows_asymmetric"
// CHECK:         %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} = "c.call"(%x, %f, %a) <{kernel = "depthwise_conv_2d_rows_f32"
// CHECK-SAME:      together = 4 : i32, is_asymmetric = 1 : i32
// CHECK-SAME:      -> (tensor<16x2xi8>, tensor<16xf32>, tensor<16xi32>, tensor<16x2xf32>)
// LEAST-LABEL: func.func @lines
// LEAST:         together = 1 : i32, is_asymmetric = 1 : i32
// LEAST-SAME:      -> (tensor<16x2xi8>, tensor<16xf32>, tensor<16xi32>, tensor<4x2xf32>)
func.func @lines(%x: tensor<1x4x4x2xf32>, %f: tensor<1x3x3x2xf32>, %a: tensor<2xf32>) -> tensor<1x4x4x3xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<3xf32>}> : () -> tensor<3xf32>
  %d = "tfl.depthwise_conv_2d"(%x, %f, %a) <{depth_multiplier = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  %y = "tfl.fully_connected"(%d, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = true, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<1x4x4x2xf32>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  return %y : tensor<1x4x4x3xf32>
}

// So much at a time as `fuse-depthwise` has chosen, where it has.

// SEEN-LABEL: func.func @seen
// SEEN-NOT:      "quantize_rows_asymmetric"
// SEEN:          "c.call"(%x, %w, %b, %f, %b) <{kernel = "conv_2d_depthwise_rows_f32"
// SEEN-SAME:       together = 2 : i32, is_asymmetric = 1 : i32
// SEEN-SAME:       -> (tensor<32x8xi8>, tensor<32xf32>, tensor<32xi32>, tensor<8x8xf32>, tensor<5x8x8xf32>)
func.func @seen(%x: tensor<1x16x8x2xf32>, %w: tensor<8x1x1x2xf32>, %f: tensor<1x3x3x8xf32>, %b: tensor<8xf32>) -> tensor<1x8x4x3xf32> {
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<3x8x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<3x8xi8>}> : () -> tensor<3x8x!quant.uniform<i8:f32, 0.5>>
  %a = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<3xf32>}> : () -> tensor<3xf32>
  %p = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x16x8x2xf32>, tensor<8x1x1x2xf32>, tensor<8xf32>) -> tensor<1x16x8x8xf32>
  %d = "tfl.depthwise_conv_2d"(%p, %f, %b) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, depth_multiplier = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x16x8x8xf32>, tensor<1x3x3x8xf32>, tensor<8xf32>) -> tensor<1x8x4x8xf32>
  %y = "tfl.fully_connected"(%d, %v, %a) <{fused_activation_function = "NONE", keep_num_dims = true, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<1x8x4x8xf32>, tensor<3x8x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<1x8x4x3xf32>
  func.return %y : tensor<1x8x4x3xf32>
}

// CHECK-LABEL: func.func @rows
// CHECK:         "c.call"(%x) <{kernel = "gelu_rows_f32", parameters = {rows = 2 : i32, depth = 2 : i32, together = 2 : i32, is_asymmetric = 0 : i32}, in_place = array<i32: 0>}>
func.func @rows(%x: tensor<2x2xf32>) -> tensor<2x3xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<3xf32>}> : () -> tensor<3xf32>
  %g = "tfl.gelu"(%x) <{approximate = false}> : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = "tfl.fully_connected"(%g, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = false}> : (tensor<2x2xf32>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// What is returned as well stays, and so does what has one scale for a whole image.

// CHECK-LABEL: func.func @others
// CHECK:         kernel = "gelu_f32"
// CHECK:         kernel = "quantize_rows_symmetric"
// CHECK:         kernel = "depthwise_conv_2d_f32"
// CHECK:         kernel = "quantize_rows_symmetric"
func.func @others(%x: tensor<2x2xf32>, %i: tensor<1x4x4x2xf32>, %f: tensor<1x3x3x2xf32>, %a: tensor<2xf32>) -> (tensor<2x2xf32>, tensor<2x3xf32>, tensor<1x4x4x3xf32>) {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32, 0.5>>
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<3x1x1x2xi8>}> : () -> tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<3xf32>}> : () -> tensor<3xf32>
  %g = "tfl.gelu"(%x) <{approximate = false}> : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = "tfl.fully_connected"(%g, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = false}> : (tensor<2x2xf32>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<2x3xf32>
  %d = "tfl.depthwise_conv_2d"(%i, %f, %a) <{depth_multiplier = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  %z = "tfl.conv_2d"(%d, %v, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  return %g, %y, %z : tensor<2x2xf32>, tensor<2x3xf32>, tensor<1x4x4x3xf32>
}

// What reads a state stays where it is, as the state may be written to before the rows are made.

// CHECK-LABEL: func.func @state
// CHECK:         kernel = "gelu_f32"
// CHECK:         kernel = "copy_bytes"
// CHECK:         kernel = "quantize_rows_symmetric"
func.func @state(%x: tensor<2x2xf32>) -> tensor<2x2xi8> {
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x2xf32>}> {tfl.is_variable} : () -> tensor<2x2xf32>
  %g = "c.call"(%s) <{kernel = "gelu_f32", parameters = {size = 4 : i32}, in_place = array<i32: 0>}> : (tensor<2x2xf32>) -> tensor<2x2xf32>
  "c.call"(%x, %s) <{kernel = "copy_bytes", parameters = {bytes = 16 : i32}, states = array<i32: 1>}> : (tensor<2x2xf32>, tensor<2x2xf32>) -> ()
  %q, %scales, %zero_points = "c.call"(%g) <{kernel = "quantize_rows_symmetric", parameters = {rows = 2 : i32, depth = 2 : i32}, in_place = array<i32: 0>}> : (tensor<2x2xf32>) -> (tensor<2x2xi8>, tensor<2xf32>, tensor<2xi32>)
  return %q : tensor<2x2xi8>
}
