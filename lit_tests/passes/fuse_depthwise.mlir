// RUN: %qopt %s --pass=choose-kernels --pass=fuse-depthwise{room=1} | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass=fuse-depthwise{room=1300} | filecheck %s --check-prefix=MORE
// RUN: %qopt %s --pass=choose-kernels --pass='fuse-depthwise{room=1300 least=9000}' | filecheck %s --check-prefix=LEAST

// Of what the convolution makes, 16x8x8, three lines are in memory, which windows of three rows see,
// or five, which those of two lines see. It may be too small to be worth it.
// CHECK-LABEL: func.func @lines
// CHECK:         %y, %{{.*}} = "c.call"(%x, %w, %b, %f, %b) <{kernel = "conv_2d_depthwise_f32"
// CHECK-SAME:      outputs = 8 : i32
// CHECK-SAME:      dw_height = 8 : i32, dw_filter_height = 3 : i32, dw_stride_h = 2 : i32
// CHECK-SAME:      together = 1 : i32
// CHECK-SAME:      -> (tensor<1x8x4x8xf32>, tensor<3x8x8xf32>)
// CHECK-NEXT:    func.return %y
// MORE-LABEL: func.func @lines
// MORE:          together = 2 : i32
// MORE-SAME:       -> (tensor<1x8x4x8xf32>, tensor<5x8x8xf32>)
// LEAST-LABEL: func.func @lines
// LEAST:         kernel = "conv_2d_f32"
// LEAST:         kernel = "depthwise_conv_2d_f32"
func.func @lines(%x: tensor<1x16x8x2xf32>, %w: tensor<8x1x1x2xf32>, %f: tensor<1x3x3x8xf32>, %b: tensor<8xf32>) -> tensor<1x8x4x8xf32> {
  %p = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x16x8x2xf32>, tensor<8x1x1x2xf32>, tensor<8xf32>) -> tensor<1x16x8x8xf32>
  %y = "tfl.depthwise_conv_2d"(%p, %f, %b) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, depth_multiplier = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x16x8x8xf32>, tensor<1x3x3x8xf32>, tensor<8xf32>) -> tensor<1x8x4x8xf32>
  func.return %y : tensor<1x8x4x8xf32>
}

// Where input, result and lines take more than the image, it stays in memory.
// CHECK-LABEL: func.func @large
// CHECK:         kernel = "conv_2d_f32"
// CHECK:         kernel = "depthwise_conv_2d_f32"
func.func @large(%x: tensor<1x8x8x16xf32>, %w: tensor<8x1x1x16xf32>, %f: tensor<1x3x3x8xf32>, %b: tensor<8xf32>) -> tensor<1x8x8x8xf32> {
  %p = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x8x8x16xf32>, tensor<8x1x1x16xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  %y = "tfl.depthwise_conv_2d"(%p, %f, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, depth_multiplier = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x8x8x8xf32>, tensor<1x3x3x8xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  func.return %y : tensor<1x8x8x8xf32>
}

// So it does where something else reads it.
// CHECK-LABEL: func.func @read
// CHECK:         kernel = "conv_2d_f32"
// CHECK:         kernel = "depthwise_conv_2d_f32"
func.func @read(%x: tensor<1x8x8x2xf32>, %w: tensor<8x1x1x2xf32>, %f: tensor<1x3x3x8xf32>, %b: tensor<8xf32>) -> (tensor<1x4x4x8xf32>, tensor<1x8x8x8xf32>) {
  %p = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x8x8x2xf32>, tensor<8x1x1x2xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  %y = "tfl.depthwise_conv_2d"(%p, %f, %b) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, depth_multiplier = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x8x8x8xf32>, tensor<1x3x3x8xf32>, tensor<8xf32>) -> tensor<1x4x4x8xf32>
  func.return %y, %p : tensor<1x4x4x8xf32>, tensor<1x8x8x8xf32>
}
