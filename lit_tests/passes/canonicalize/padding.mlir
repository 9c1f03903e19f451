// RUN: %qopt %s --pass=canonicalize | filecheck %s

// padded-with-zeros: padv2(x, p, 0) = pad(x, p).
func.func @zeros(%x: tensor<2x2xf32>) -> tensor<3x4xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[1, 0], [0, 2]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %y = "tfl.padv2"(%x, %p, %zero) : (tensor<2x2xf32>, tensor<2x2xi32>, tensor<f32>) -> tensor<3x4xf32>
  func.return %y : tensor<3x4xf32>
}
// CHECK-LABEL: @zeros
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[[1, 0], [0, 2]]> : tensor<2x2xi32>}>
// CHECK-NEXT:    %y = "tfl.pad"(%x, %p)
// CHECK-NEXT:    func.return %y

// merged-padding: pad(pad(x, p), q) = pad(x, p + q).
func.func @merged(%x: tensor<2x2xf32>) -> tensor<4x4xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[1, 0], [0, 1]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %q = "tfl.pseudo_const"() <{value = dense<[[0, 1], [0, 1]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %0 = "tfl.pad"(%x, %p) : (tensor<2x2xf32>, tensor<2x2xi32>) -> tensor<3x3xf32>
  %y = "tfl.pad"(%0, %q) : (tensor<3x3xf32>, tensor<2x2xi32>) -> tensor<4x4xf32>
  func.return %y : tensor<4x4xf32>
}
// CHECK-LABEL: @merged
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 2]]> : tensor<2x2xi32>}>
// CHECK-NEXT:    %y = "tfl.pad"(%x, %0)
// CHECK-NEXT:    func.return %y

// padded-convolution: W{VALID}(pad(x, p)) = W{SAME}(x) where p is what SAME adds: at stride 2 a
// window of 3 over 4 elements needs one after them.
func.func @convolution(%x: tensor<1x4x4x1xf32>, %w: tensor<2x3x3x1xf32>, %b: tensor<2xf32>) -> tensor<1x2x2x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [0, 1], [0, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %0 = "tfl.pad"(%x, %p) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x5x5x1xf32>
  %y = "tfl.conv_2d"(%0, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}> : (tensor<1x5x5x1xf32>, tensor<2x3x3x1xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y : tensor<1x2x2x2xf32>
}
// CHECK-LABEL: @convolution
// CHECK-NEXT:    %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}>
// CHECK-NEXT:    func.return %y

// Left alone: one before and one after, where SAME adds only one after.
func.func @symmetric(%x: tensor<1x4x4x1xf32>, %w: tensor<2x3x3x1xf32>, %b: tensor<2xf32>) -> tensor<1x2x2x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %0 = "tfl.pad"(%x, %p) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x6x6x1xf32>
  %y = "tfl.conv_2d"(%0, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}> : (tensor<1x6x6x1xf32>, tensor<2x3x3x1xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y : tensor<1x2x2x2xf32>
}
// CHECK-LABEL: @symmetric
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}>
// CHECK-NEXT:    %0 = "tfl.pad"(%x, %p)
// CHECK-NEXT:    %y = "tfl.conv_2d"(%0, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}>
// CHECK-NEXT:    func.return %y

// padded-pool: max_pool{VALID}(pad(x, p)) = max_pool{SAME}(x) where p is what SAME adds, and
// x >= 0, so that a zero is never the largest unless all are zeros.
func.func @pool(%x: tensor<1x4x4x1xf32>) -> tensor<1x2x2x1xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [0, 1], [0, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %r = "tfl.relu"(%x) : (tensor<1x4x4x1xf32>) -> tensor<1x4x4x1xf32>
  %0 = "tfl.pad"(%r, %p) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x5x5x1xf32>
  %y = "tfl.max_pool_2d"(%0) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 3 : i32, filter_width = 3 : i32, fused_activation_function = "NONE"}> : (tensor<1x5x5x1xf32>) -> tensor<1x2x2x1xf32>
  func.return %y : tensor<1x2x2x1xf32>
}
// CHECK-LABEL: @pool
// CHECK-NEXT:    %r = "tfl.relu"(%x)
// CHECK-NEXT:    %y = "tfl.max_pool_2d"(%r) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 3 : i32, filter_width = 3 : i32, fused_activation_function = "NONE"}>
// CHECK-NEXT:    func.return %y

// Left alone: elements that may be negative, over which a zero would win.
func.func @negative(%x: tensor<1x4x4x1xf32>) -> tensor<1x2x2x1xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [0, 1], [0, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %0 = "tfl.pad"(%x, %p) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x5x5x1xf32>
  %y = "tfl.max_pool_2d"(%0) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 3 : i32, filter_width = 3 : i32, fused_activation_function = "NONE"}> : (tensor<1x5x5x1xf32>) -> tensor<1x2x2x1xf32>
  func.return %y : tensor<1x2x2x1xf32>
}
// CHECK-LABEL: @negative
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [0, 1], [0, 1], [0, 0]]> : tensor<4x2xi32>}>
// CHECK-NEXT:    %0 = "tfl.pad"(%x, %p)
// CHECK-NEXT:    %y = "tfl.max_pool_2d"(%0) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 3 : i32, filter_width = 3 : i32, fused_activation_function = "NONE"}>
// CHECK-NEXT:    func.return %y
