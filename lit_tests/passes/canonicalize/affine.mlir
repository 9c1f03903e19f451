// RUN: %qopt %s --pass=canonicalize | filecheck %s

// scaled-product: L(x, w, b) * s = L(x, w * s, b * s), here of a product with a matrix.
func.func @scaled(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<[2.0, 10.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.mul"(%0, %s) <{fused_activation_function = "RELU"}> : (tensor<1x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @scaled
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[2.000000e+00, 4.000000e+00], [3.000000e+01, 4.000000e+01]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %1 = "tfl.pseudo_const"() <{value = dense<[2.000000e+00, -1.000000e+01]> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %0, %1) <{fused_activation_function = "RELU"}>
// CHECK-NEXT:    func.return %y

// divided-product: L(x, w, b) / s = L(x, w / s, b / s), here of a convolution by depth, whose
// output channels are along the last axis of the filter.
func.func @divided(%x: tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[2.0, 9.0]]]]> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[4.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<[2.0, 3.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.depthwise_conv_2d"(%x, %w, %b) <{depth_multiplier = 1 : i32, padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}> : (tensor<1x2x2x2xf32>, tensor<1x1x1x2xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  %y = "tfl.div"(%0, %s) : (tensor<1x2x2x2xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y : tensor<1x2x2x2xf32>
}
// CHECK-LABEL: @divided
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[[[1.000000e+00, 3.000000e+00]]]]> : tensor<1x1x1x2xf32>}>
// CHECK-NEXT:    %1 = "tfl.pseudo_const"() <{value = dense<2.000000e+00> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.depthwise_conv_2d"(%x, %0, %1) <{depth_multiplier = 1 : i32, padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32, fused_activation_function = "NONE"}>
// CHECK-NEXT:    func.return %y

// shifted-product: L(x, w, b) + t = L(x, w, b + t); without a bias, t is the bias.
func.func @shifted(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %t = "tfl.pseudo_const"() <{value = dense<[5.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %y = "tfl.add"(%t, %0) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @shifted
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<[[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[5.000000e+00, 6.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %w, %0)
// CHECK-NEXT:    func.return %y

// lowered-product: L(x, w, b) - t = L(x, w, b - t).
func.func @lowered(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[5.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.sub"(%0, %t) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @lowered
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<[[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[-4.000000e+00, -7.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %w, %0)
// CHECK-NEXT:    func.return %y

// subtracted-product: t - L(x, w, b) = L(x, -w, t - b).
func.func @subtracted(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[5.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.sub"(%t, %0) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @subtracted
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[-1.000000e+00, -2.000000e+00], [-3.000000e+00, -4.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %1 = "tfl.pseudo_const"() <{value = dense<[4.000000e+00, 7.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %0, %1)
// CHECK-NEXT:    func.return %y

// merged-factors: (x * s) * t = x * (s * t); merged-terms: (x + s) + t = x + (s + t).
func.func @merged(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %t = "tfl.pseudo_const"() <{value = dense<3.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  %1 = "tfl.mul"(%0, %t) <{fused_activation_function = "NONE"}> : (tensor<2x2xf32>, tensor<f32>) -> tensor<2x2xf32>
  %2 = "tfl.add"(%1, %s) <{fused_activation_function = "NONE"}> : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  %y = "tfl.add"(%t, %2) <{fused_activation_function = "NONE"}> : (tensor<f32>, tensor<2x2xf32>) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}
// CHECK-LABEL: @merged
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[3.000000e+00, 6.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %1 = "tfl.mul"(%x, %0)
// CHECK-NEXT:    %2 = "tfl.pseudo_const"() <{value = dense<[4.000000e+00, 5.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.add"(%1, %2)
// CHECK-NEXT:    func.return %y

// product-of-scaled: L(x * s, w, b) = L(x, w * s, b) for one s.
func.func @of_scaled(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<f32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%0, %w, %b) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @of_scaled
// CHECK-NEXT:    %b = "tfl.pseudo_const"() <{value = dense<[1.000000e+00, -1.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[5.000000e-01, 1.000000e+00], [1.500000e+00, 2.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %0, %b)
// CHECK-NEXT:    func.return %y

// Left alone: one scale for each input channel, which would set the weights of a row against
// each other.
func.func @of_scaled_channels(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<[0.5, 100.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%0, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @of_scaled_channels
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<[[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %none = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %s = "tfl.pseudo_const"() <{value = dense<[5.000000e-01, 1.000000e+02]> : tensor<2xf32>}>
// CHECK-NEXT:    %0 = "tfl.mul"(%x, %s)
// CHECK-NEXT:    %y = "tfl.fully_connected"(%0, %w, %none)
// CHECK-NEXT:    func.return %y

// Left alone: a product that is clamped before it is scaled.
func.func @clamped(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<[2.0, 10.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "RELU"}> : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %y = "tfl.mul"(%0, %s) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @clamped
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<[[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %none = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %s = "tfl.pseudo_const"() <{value = dense<[2.000000e+00, 1.000000e+01]> : tensor<2xf32>}>
// CHECK-NEXT:    %0 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "RELU"}>
// CHECK-NEXT:    %y = "tfl.mul"(%0, %s)
// CHECK-NEXT:    func.return %y

// Left alone: weights that another op reads as they are; the file would hold both.
func.func @shared(%x: tensor<1x4xf32>) -> (tensor<1x8xf32>, tensor<1x8xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<8x4xf32>}> : () -> tensor<8x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<8x4xf32>, none) -> tensor<1x8xf32>
  %y = "tfl.mul"(%0, %s) <{fused_activation_function = "NONE"}> : (tensor<1x8xf32>, tensor<f32>) -> tensor<1x8xf32>
  %z = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "RELU"}> : (tensor<1x4xf32>, tensor<8x4xf32>, none) -> tensor<1x8xf32>
  func.return %y, %z : tensor<1x8xf32>, tensor<1x8xf32>
}
// CHECK-LABEL: @shared
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense_resource<{{.*}}> : tensor<8x4xf32>}>
// CHECK-NEXT:    %none = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %s = "tfl.pseudo_const"() <{value = dense<2.000000e+00> : tensor<f32>}>
// CHECK-NEXT:    %0 = "tfl.fully_connected"(%x, %w, %none)
// CHECK-NEXT:    %y = "tfl.mul"(%0, %s)
// CHECK-NEXT:    %z = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "RELU"}>
// CHECK-NEXT:    func.return %y, %z
