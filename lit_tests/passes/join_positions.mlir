// RUN: %qopt %s --pass=choose-kernels --pass='join-positions{lanes=4 width=4 group=2 products-per-byte=0}' | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass='join-positions{lanes=4 width=4 group=2}' | filecheck %s --check-prefix=FEW

// A filter of 3 taps becomes 4 of 6, each a position further on. They fill a vector of 4 lanes, and are
// at 2 positions in place of 8.
// CHECK-LABEL: func.func @one_output
// CHECK:         %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x1x6x1x!quant.uniform<i8:f32:0, {0.5, 0.5, 0.5, 0.5}>>
// CHECK:         %b = "tfl.pseudo_const"() <{value = dense<4.000000e+00> : tensor<4xf32>}>
// CHECK:         %[[JOINED:.*]] = "c.call"({{.*}}, %w, %b) <{kernel = "conv_2d_i8"
// CHECK-SAME:      out_width = 2 : i32, filter_width = 6 : i32, stride_w = 4 : i32
// CHECK-SAME:      pad_left = 1 : i32, outputs = 4 : i32
// CHECK-NEXT:    %[[APART:.*]] = "c.view"(%[[JOINED]]) : (tensor<1x1x2x4xf32>) -> tensor<1x1x8x1xf32>
// CHECK-NEXT:    func.return %[[APART]]

// There are few products to save, for weights that take more bytes.
// FEW-LABEL:   func.func @one_output
// FEW:           tensor<1x1x3x1x!quant
func.func @one_output(%x: tensor<1x1x8x1xf32>) -> tensor<1x1x8x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<i8:f32:0, {0.5}>>, value = dense<[[[[1], [2], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1x!quant.uniform<i8:f32:0, {0.5}>>
  %b = "tfl.pseudo_const"() <{value = dense<[4.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x8x1xf32>, tensor<1x1x3x1x!quant.uniform<i8:f32:0, {0.5}>>, tensor<1xf32>) -> tensor<1x1x8x1xf32>
  func.return %y : tensor<1x1x8x1xf32>
}

// Channels of a filter stay together, and no bias stays none.
// CHECK-LABEL: func.func @two_outputs
// CHECK:         tensor<4x1x3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.5, 0.25}>>
// CHECK:         kernel = "conv_2d_i8"
// CHECK-SAME:      out_width = 2 : i32, filter_width = 3 : i32, stride_w = 2 : i32
func.func @two_outputs(%x: tensor<1x1x4x2xf32>) -> tensor<1x1x4x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x2x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense<[[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]> : tensor<2x1x2x2xi8>}> : () -> tensor<2x1x2x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x4x2xf32>, tensor<2x1x2x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, none) -> tensor<1x1x4x2xf32>
  func.return %y : tensor<1x1x4x2xf32>
}

// Vectors that are full have nothing to gain.
// CHECK-LABEL: func.func @full
// CHECK:         kernel = "conv_2d_i8"
// CHECK-SAME:      outputs = 4 : i32
// CHECK-NOT:     c.view
func.func @full(%x: tensor<1x1x4x1xf32>) -> tensor<1x1x4x4xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x1x2x1x!quant.uniform<i8:f32:0, {0.5, 0.5, 0.5, 0.5}>>, value = dense<[[[[1], [2]]], [[[3], [4]]], [[[5], [6]]], [[[7], [8]]]]> : tensor<4x1x2x1xi8>}> : () -> tensor<4x1x2x1x!quant.uniform<i8:f32:0, {0.5, 0.5, 0.5, 0.5}>>
  %b = "tfl.pseudo_const"() <{value = dense<[4.0, 4.0, 4.0, 4.0]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x4x1xf32>, tensor<4x1x2x1x!quant.uniform<i8:f32:0, {0.5, 0.5, 0.5, 0.5}>>, tensor<4xf32>) -> tensor<1x1x4x4xf32>
  func.return %y : tensor<1x1x4x4xf32>
}

// Nor has a filter that sees one position: others would be all zeros.
// CHECK-LABEL: func.func @pointwise
// CHECK:         kernel = "conv_2d_i8"
// CHECK-SAME:      out_width = 4 : i32
func.func @pointwise(%x: tensor<1x1x4x4xf32>) -> tensor<1x1x4x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense<[[[[1, 2, 3, 4]]], [[[5, 6, 7, 8]]]]> : tensor<2x1x1x4xi8>}> : () -> tensor<2x1x1x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>
  %b = "tfl.pseudo_const"() <{value = dense<[4.0, 4.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x4x4xf32>, tensor<2x1x1x4x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x1x4x2xf32>
  func.return %y : tensor<1x1x4x2xf32>
}

// Taps of two positions that are apart are not those of one filter.
// CHECK-LABEL: func.func @dilated
// CHECK:         kernel = "conv_2d_i8"
// CHECK-SAME:      out_width = 8 : i32, filter_width = 3 : i32
func.func @dilated(%x: tensor<1x1x8x1xf32>) -> tensor<1x1x8x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<i8:f32:0, {0.5}>>, value = dense<[[[[1], [2], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1x!quant.uniform<i8:f32:0, {0.5}>>
  %b = "tfl.pseudo_const"() <{value = dense<[4.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x8x1xf32>, tensor<1x1x3x1x!quant.uniform<i8:f32:0, {0.5}>>, tensor<1xf32>) -> tensor<1x1x8x1xf32>
  func.return %y : tensor<1x1x8x1xf32>
}
