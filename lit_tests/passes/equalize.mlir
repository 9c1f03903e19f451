// RUN: %qopt %s --verify-passes --pass=equalize | filecheck %s

// Each channel of %h is divided by an s, which the next layer multiplies it with. The first is made
// by weights of up to 1 and met by weights of up to 16: s = sqrt(1 / 16) makes both 4. The second
// is made by weights of up to 16 and met by weights of up to 1: s = 4 makes both 4.
func.func @simple(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<5.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %c) : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1xf32>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @simple
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}4.000000e+00, 2.000000e+00], [5.000000e-01, -4.000000e+00]]>
// CHECK-NEXT:    %b = "tfl.pseudo_const"() <{value = dense<[1.200000e+01, 2.000000e+00]>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<{{\[\[}}-4.000000e+00, 4.000000e+00]]>
// CHECK-NEXT:    %c = "tfl.pseudo_const"() <{value = dense<5.000000e+00>

// What comes in between and scales as its input does may be ops of its own: here LEAKY_RELU, and ABS.
// Without a bias there is none to divide.
func.func @between(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %none) : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %l = "tfl.leaky_relu"(%h) <{alpha = 0.1 : f32}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %a = "tfl.abs"(%l) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%a, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @between
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}4.000000e+00, 2.000000e+00], [5.000000e-01, -4.000000e+00]]>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<{{\[\[}}-4.000000e+00, 4.000000e+00]]>

// So do pools, zeros around an image, and a mean over it.
func.func @image(%x: tensor<1x2x2x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 0.5]]], [[[2.0, -16.0]]]]> : tensor<2x1x1x2xf32>}> : () -> tensor<2x1x1x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 0], [0, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %axes = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %h = "tfl.conv_2d"(%x, %w, %b) <{padding = "VALID", stride_w = 1 : i32, stride_h = 1 : i32, fused_activation_function = "RELU"}> : (tensor<1x2x2x2xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  %m = "tfl.max_pool_2d"(%h) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32, filter_width = 2 : i32, filter_height = 2 : i32}> : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  %q = "tfl.pad"(%m, %p) : (tensor<1x2x2x2xf32>, tensor<4x2xi32>) -> tensor<1x3x3x2xf32>
  %a = "tfl.mean"(%q, %axes) <{keep_dims = false}> : (tensor<1x3x3x2xf32>, tensor<2xi32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%a, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @image
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[\[\[}}4.000000e+00, 2.000000e+00]]], {{\[\[\[}}5.000000e-01, -4.000000e+00]]]]>
// CHECK-NEXT:    %b = "tfl.pseudo_const"() <{value = dense<[1.200000e+01, 2.000000e+00]>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<{{\[\[}}-4.000000e+00, 4.000000e+00]]>

// An image made flat has its channels again and again: the first is met by -16 and 8.
func.func @flat(%x: tensor<1x1x2x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 0.5]]], [[[2.0, -16.0]]]]> : tensor<2x1x1x2xf32>}> : () -> tensor<2x1x1x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0, 8.0, 0.5]]> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %h = "tfl.conv_2d"(%x, %w, %b) <{padding = "VALID", stride_w = 1 : i32, stride_h = 1 : i32}> : (tensor<1x1x2x2xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x1x2x2xf32>
  %f = "tfl.reshape"(%h, %s) : (tensor<1x1x2x2xf32>, tensor<2xi32>) -> tensor<1x4xf32>
  %y = "tfl.fully_connected"(%f, %v, %none) : (tensor<1x4xf32>, tensor<1x4xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @flat
// CHECK:         %v = "tfl.pseudo_const"() <{value = dense<{{\[\[}}-4.000000e+00, 4.000000e+00, 2.000000e+00, 2.000000e+00]]>

// Along a chain all layers are looked at together: a depthwise convolution with two outputs for each
// channel, scaled with both neighbours.
func.func @depthwise(%x: tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[16.0]]], [[[1.0]]]]> : tensor<2x1x1x1xf32>}> : () -> tensor<2x1x1x1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[[[1.0, 0.5, 4.0, 16.0]]]]> : tensor<1x1x1x4xf32>}> : () -> tensor<1x1x1x4xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[[[4.0, 4.0, 4.0, 4.0]]]]> : tensor<1x1x1x4xf32>}> : () -> tensor<1x1x1x4xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<4xf32>}> : () -> tensor<4xf32>
  %d = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.conv_2d"(%x, %w, %b) <{padding = "VALID", stride_w = 1 : i32, stride_h = 1 : i32}> : (tensor<1x1x1x1xf32>, tensor<2x1x1x1xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  %g = "tfl.depthwise_conv_2d"(%h, %v, %c) <{padding = "VALID", stride_w = 1 : i32, stride_h = 1 : i32, depth_multiplier = 2 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x4xf32>, tensor<4xf32>) -> tensor<1x1x1x4xf32>
  %y = "tfl.conv_2d"(%g, %u, %d) <{padding = "VALID", stride_w = 1 : i32, stride_h = 1 : i32}> : (tensor<1x1x1x4xf32>, tensor<1x1x1x4xf32>, tensor<1xf32>) -> tensor<1x1x1x1xf32>
  func.return %y : tensor<1x1x1x1xf32>
}
// CHECK-LABEL: @depthwise
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<4.000000e+00>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<{{\[\[\[\[}}4.000000e+00, 2.828427{{[0-9]*}}, 2.000000e+00, 4.000000e+00]]]]>
// CHECK-NEXT:    %u = "tfl.pseudo_const"() <{value = dense<{{\[\[\[\[}}4.000000e+00, 2.828427{{[0-9]*}}, 2.000000e+00, 4.000000e+00]]]]>

// A factor that all channels have in common costs nothing: where they differ by no other, the chain
// stays.
func.func @common(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [-1.0, 1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<16.0> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %none) : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @common
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [-1.000000e+00, 1.000000e+00]]>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<1.600000e+01>

// RELU6 cuts at another number once its input is scaled. A channel is scaled where its range says
// that it cuts nothing, as far as it then does not: nothing is known of this one,
func.func @relu6(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU6"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @relu6
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// but here it is from 0 to 4.5 in the first channel, which may be divided by 4.5 / 6 or more.
func.func @bounded(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %t = "tfl.tanh"(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %h = "tfl.fully_connected"(%t, %w, %b) <{fused_activation_function = "RELU6"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @bounded
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.3333{{[0-9]*}}, 0.6666{{[0-9]*}}], [2.000000e+00, -1.600000e+01]]>
// CHECK-NEXT:    %b = "tfl.pseudo_const"() <{value = dense<[3.9999{{[0-9]*}}, 8.000000e+00]>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<{{\[\[}}-12.0000{{[0-9]*}}, 1.000000e+00]]>

// What is scaled gets another name; the range that it is said to have is scaled by what its channels
// are, by 1/4 to 4.
func.func @noted(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %t = "tfl.tanh"(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %h = "tfl.fully_connected"(%t, %w, %none) {qir.ranges = [#qir.range<-18.0, 18.0>], qir.tensors = [{name = "h"}]} : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @noted
// CHECK:         %h = {{.*}} {qir.ranges = [#qir.range<-72.0, 72.0>], qir.tensors = [{name = "h/equalized"}]}

// Left alone: what two ops read, as at the start of a residual block,
func.func @residual(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0], [1.0, 1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %g = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %y = "tfl.add"(%h, %g) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @residual
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// what is returned,
func.func @returned(%x: tensor<1x2xf32>) -> (tensor<1x2xf32>, tensor<1x1xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %h, %y : tensor<1x2xf32>, tensor<1x1xf32>
}
// CHECK-LABEL: @returned
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// what goes through an op that does not scale as its input does,
func.func @tanh(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %t = "tfl.tanh"(%h) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%t, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @tanh
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// or that parts the channels,
func.func @parted(%x: tensor<1x2xf32>) -> tensor<2x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %v = "tfl.pseudo_const"() <{value = dense<16.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %r = "tfl.reshape"(%h, %s) : (tensor<1x2xf32>, tensor<2xi32>) -> tensor<2x1xf32>
  %y = "tfl.fully_connected"(%r, %v, %none) : (tensor<2x1xf32>, tensor<1x1xf32>, none) -> tensor<2x1xf32>
  func.return %y : tensor<2x1xf32>
}
// CHECK-LABEL: @parted
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// weights that two layers share,
func.func @shared_weights(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %w, %none) : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @shared_weights
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// a bias that two layers share, unless it is of zeros,
func.func @shared_bias(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[-16.0, 1.0], [1.0, 1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @shared_bias
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// weights that are computed,
func.func @computed(%x: tensor<1x2xf32>, %u: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %v = "tfl.abs"(%u) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%h, %v, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @computed
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>

// and a layer whose result is the weights of the next.
func.func @as_weights(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [2.0, -16.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, 8.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %y = "tfl.fully_connected"(%x, %h, %none) : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL: @as_weights
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<{{\[\[}}1.000000e+00, 5.000000e-01], [2.000000e+00, -1.600000e+01]]>
