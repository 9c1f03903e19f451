// RUN: %qopt %s --pass=choose-kernels --pass=fuse-pooling | filecheck %s

// Of the result of the convolution, two rows at a time are in memory.
// CHECK-LABEL: func.func @max
// CHECK:         %p, %{{.*}} = "c.call"(%x, %w, %b) <{kernel = "conv_2d_pool_f32"
// CHECK-SAME:      is_average = 0 : i32
// CHECK-SAME:      -> (tensor<1x2x2x3xf32>, tensor<2x4x3xf32>)
// CHECK-NEXT:    func.return %p
func.func @max(%x: tensor<1x4x4x1xf32>, %w: tensor<3x1x1x1xf32>, %b: tensor<3xf32>) -> tensor<1x2x2x3xf32> {
  %c = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x4x4x1xf32>, tensor<3x1x1x1xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  %p = "tfl.max_pool_2d"(%c) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 2 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x4x4x3xf32>) -> tensor<1x2x2x3xf32>
  func.return %p : tensor<1x2x2x3xf32>
}

// Windows that share rows would have these computed twice.
// CHECK-LABEL: func.func @overlapping
// CHECK:         kernel = "conv_2d_f32"
// CHECK:         kernel = "max_pool_2d_f32"
func.func @overlapping(%x: tensor<1x4x4x1xf32>, %w: tensor<3x1x1x1xf32>, %b: tensor<3xf32>) -> tensor<1x3x3x3xf32> {
  %c = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x4x4x1xf32>, tensor<3x1x1x1xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  %p = "tfl.max_pool_2d"(%c) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, filter_height = 2 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x4x4x3xf32>) -> tensor<1x3x3x3xf32>
  func.return %p : tensor<1x3x3x3xf32>
}

// So is it where something else reads the result of the convolution.
// CHECK-LABEL: func.func @read
// CHECK:         kernel = "conv_2d_f32"
// CHECK:         kernel = "average_pool_2d_f32"
func.func @read(%x: tensor<1x4x4x1xf32>, %w: tensor<3x1x1x1xf32>, %b: tensor<3xf32>) -> (tensor<1x2x2x3xf32>, tensor<1x4x4x3xf32>) {
  %c = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x4x4x1xf32>, tensor<3x1x1x1xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  %p = "tfl.average_pool_2d"(%c) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 2 : i32, filter_width = 2 : i32, fused_activation_function = "NONE"}> : (tensor<1x4x4x3xf32>) -> tensor<1x2x2x3xf32>
  func.return %p, %c : tensor<1x2x2x3xf32>, tensor<1x4x4x3xf32>
}
