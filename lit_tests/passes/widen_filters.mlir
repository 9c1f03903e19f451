// RUN: %qopt %s --pass=choose-kernels --pass='widen-filters{target="c:x86-64-v4" products-per-byte=0}' | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass='widen-filters{target="c:x86-64-v4"}' | filecheck %s --check-prefix=FEW
// RUN: %qopt %s --pass=choose-kernels --pass='widen-filters{products-per-byte=0}' | filecheck %s --check-prefix=PLAIN

// Two filters of 3 taps become 16 of 10, two for each of 8 positions: they fill a vector of 16 lanes, and
// have 2 places in a row of 16.
// CHECK-LABEL: func.func @two_outputs
// CHECK:         %w = "tfl.pseudo_qconst"() <{qtype = tensor<16x1x10x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.5,
// CHECK:         %b = "tfl.pseudo_const"() <{value = dense<4.000000e+00> : tensor<16xf32>}>
// CHECK:         %[[WIDE:.*]] = "c.call"({{.*}}, %w, %b) <{kernel = "conv_2d_i8"
// CHECK-SAME:      out_width = 2 : i32, filter_width = 10 : i32, stride_w = 8 : i32
// CHECK-SAME:      pad_left = 1 : i32, outputs = 16 : i32
// CHECK-NEXT:    %[[Y:.*]] = "c.view"(%[[WIDE]]) : (tensor<1x1x2x16xf32>) -> tensor<1x1x16x2xf32>
// CHECK-NEXT:    func.return %[[Y]]

// There are few products to save, for weights that take more bytes: but a tap more makes whole groups.
// FEW-LABEL:   func.func @two_outputs
// FEW:           out_width = 16 : i32, filter_width = 4 : i32, stride_w = 1 : i32

// Kernels that have no vectors would compute with zeros.
// PLAIN-LABEL: func.func @two_outputs
// PLAIN:         out_width = 16 : i32, filter_width = 3 : i32
func.func @two_outputs(%x: tensor<1x1x16x2xf32>) -> tensor<1x1x16x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x3x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, value = dense<[[[[1, 2], [3, 4], [5, 6]]], [[[-1, -2], [-3, -4], [-5, -6]]]]> : tensor<2x1x3x2xi8>}> : () -> tensor<2x1x3x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>
  %b = "tfl.pseudo_const"() <{value = dense<4.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x16x2xf32>, tensor<2x1x3x2x!quant.uniform<i8:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x1x16x2xf32>
  func.return %y : tensor<1x1x16x2xf32>
}

// Filters that fill vectors may still see part of a group: 3 taps of 3 channels become 4.
// CHECK-LABEL: func.func @part_of_a_group
// CHECK:         "tfl.pseudo_qconst"() <{qtype = tensor<64x3x4x3x!quant.uniform
// CHECK:         kernel = "conv_2d_i8"
// CHECK-SAME:      out_width = 8 : i32, filter_width = 4 : i32, stride_w = 1 : i32
// CHECK-SAME:      outputs = 64 : i32
func.func @part_of_a_group(%x: tensor<1x8x8x3xf32>) -> tensor<1x8x8x64xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<64x3x3x3x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<64x3x3x3xi8>}> : () -> tensor<64x3x3x3x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x8x8x3xf32>, tensor<64x3x3x3x!quant.uniform<i8:f32, 0.5>>, none) -> tensor<1x8x8x64xf32>
  func.return %y : tensor<1x8x8x64xf32>
}

// A filter that sees one position would be mostly zeros.
// CHECK-LABEL: func.func @pointwise
// CHECK:         out_width = 16 : i32, filter_width = 1 : i32
func.func @pointwise(%x: tensor<1x1x16x4xf32>) -> tensor<1x1x16x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x4x!quant.uniform<i8:f32, 0.5>>, value = dense<[[[[1, 2, 3, 4]]], [[[5, 6, 7, 8]]]]> : tensor<2x1x1x4xi8>}> : () -> tensor<2x1x1x4x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<4.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x16x4xf32>, tensor<2x1x1x4x!quant.uniform<i8:f32, 0.5>>, tensor<2xf32>) -> tensor<1x1x16x2xf32>
  func.return %y : tensor<1x1x16x2xf32>
}

// Taps of two positions that are apart are not those of one filter.
// CHECK-LABEL: func.func @dilated
// CHECK:         out_width = 16 : i32, filter_width = 3 : i32
func.func @dilated(%x: tensor<1x1x16x1xf32>) -> tensor<1x1x16x1xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5>>, value = dense<[[[[1], [2], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<4.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x1x16x1xf32>, tensor<1x1x3x1x!quant.uniform<i8:f32, 0.5>>, tensor<1xf32>) -> tensor<1x1x16x1xf32>
  func.return %y : tensor<1x1x16x1xf32>
}
