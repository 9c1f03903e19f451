// RUN: %qopt %s --pass=choose-kernels --pass=choose-layouts | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass='choose-layouts{target="c:x86-64-v4"}' | filecheck %s --check-prefix=PANELS

// Integer weights of a product have the sum of each row beside them, which the zero point of the
// activation is multiplied with.
// CHECK-LABEL: func.func @hybrid
// CHECK:         "c.call"({{.*}}) <{kernel = "fully_connected_i8"
// CHECK-SAME:      layouts = {"3" = "rows-sums"}
func.func @hybrid(%x: tensor<1x2xf32>) -> tensor<1x3xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.125}>>, value = dense<[[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.125}>>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = true}> : (tensor<1x2xf32>, tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.125}>>, none) -> tensor<1x3xf32>
  func.return %y : tensor<1x3xf32>
}

// Beside float activations they need none.
// CHECK-LABEL: func.func @weight_only
// CHECK:         "c.call"(%x, {{.*}}) <{kernel = "fully_connected_w8"
// CHECK-SAME:      layouts = {"1" = "rows"}
func.func @weight_only(%x: tensor<1x2xf32>) -> tensor<1x3xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.125}>>, value = dense<[[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.125}>>
  %f = "tfl.dequantize"(%w) : (tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 0.25, 0.125}>>) -> tensor<3x2xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %f, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = false}> : (tensor<1x2xf32>, tensor<3x2xf32>, none) -> tensor<1x3xf32>
  func.return %y : tensor<1x3xf32>
}

// Float weights stay as they are.
// CHECK-LABEL: func.func @float
// CHECK:         "c.call"(%x, %w, {{.*}}) <{kernel = "fully_connected_f32"
// CHECK-NOT:     layouts
// CHECK:         func.return
func.func @float(%x: tensor<1x2xf32>, %w: tensor<3x2xf32>) -> tensor<1x3xf32> {
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false, weights_format = "DEFAULT", asymmetric_quantize_inputs = false}> : (tensor<1x2xf32>, tensor<3x2xf32>, none) -> tensor<1x3xf32>
  func.return %y : tensor<1x3xf32>
}

// A filter leaves 15 of 16 lanes of a panel empty: it is read as it is.
// PANELS-LABEL: func.func @few_outputs
// PANELS:        kernel = "conv_2d_windows_f32"
// PANELS-NOT:    layouts
// CHECK-LABEL:  func.func @few_outputs
// CHECK:         kernel = "conv_2d_f32"
func.func @few_outputs(%x: tensor<1x4x20x8xf32>) -> tensor<1x4x20x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x3x3x8xf32>}> : () -> tensor<1x3x3x8xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x4x20x8xf32>, tensor<1x3x3x8xf32>, none) -> tensor<1x4x20x1xf32>
  func.return %y : tensor<1x4x20x1xf32>
}
