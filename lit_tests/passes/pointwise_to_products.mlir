// RUN: %qopt %s --pass=pointwise-to-products | filecheck %s

// A convolution of single positions is a product of each with a matrix.

// CHECK-LABEL: func.func @pointwise
// CHECK:         %[[W:.*]] = "tfl.pseudo_const"() <{value = dense<{{.*}}> : tensor<2x3xf32>}>
// CHECK:         "tfl.fully_connected"(%x, %[[W]], %b) <{fused_activation_function = "RELU6", {{.*}}keep_num_dims = true{{.*}} : (tensor<1x4x5x3xf32>, tensor<2x3xf32>, tensor<2xf32>) -> tensor<1x4x5x2xf32>
func.func @pointwise(%x: tensor<1x4x5x3xf32>) -> tensor<1x4x5x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 2.0, 3.0]]], [[[4.0, 5.0, 6.0]]]]> : tensor<2x1x1x3xf32>}> : () -> tensor<2x1x1x3xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU6", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x5x3xf32>, tensor<2x1x1x3xf32>, tensor<2xf32>) -> tensor<1x4x5x2xf32>
  return %y : tensor<1x4x5x2xf32>
}

// With strides, groups or a larger window it stays.

// CHECK-LABEL: func.func @others
// CHECK-NOT:     "tfl.fully_connected"
func.func @others(%x: tensor<1x4x4x4xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x1x1x4xf32>}> : () -> tensor<2x1x1x4xf32>
  %g = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x1x1x2xf32>}> : () -> tensor<2x1x1x2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x1x3x4xf32>}> : () -> tensor<2x1x3x4xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<2xf32>}> : () -> tensor<2xf32>
  %strides = "tfl.conv_2d"(%x, %w, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x4x4x4xf32>, tensor<2x1x1x4xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  %groups = "tfl.conv_2d"(%x, %g, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x4xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  %wide = "tfl.conv_2d"(%x, %v, %b) <{dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE", padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x4xf32>, tensor<2x1x3x4xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  return %strides, %groups, %wide : tensor<1x2x2x2xf32>, tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>
}
