// RUN: %qopt %s --pass=choose-kernels | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass=choose-layouts --pass=pack-weights | filecheck %s --check-prefix=PACKED

// Where a window begins and how it moves are numbers that the kernel gets. A fused activation
// function is two bounds.
func.func @conv(%x: tensor<1x5x5x2xf32>, %b: tensor<2xf32>) -> tensor<1x3x3x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3x3x2xf32>}> : () -> tensor<2x3x3x2xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, fused_activation_function = "RELU6"}> : (tensor<1x5x5x2xf32>, tensor<2x3x3x2xf32>, tensor<2xf32>) -> tensor<1x3x3x2xf32>
  func.return %y : tensor<1x3x3x2xf32>
}
// CHECK-LABEL:   @conv
// CHECK:           %y = "c.call"(%x, %w, %b) <{kernel = "conv_2d_f32", {{.*}}stride_h = 2 : i32, dilation_h = 1 : i32, pad_top = 1 : i32, {{.*}}groups = 1 : i32, low = 0.000000e+00 : f32, high = 6.000000e+00 : f32}}> : (tensor<1x5x5x2xf32>, tensor<2x3x3x2xf32>, tensor<2xf32>) -> tensor<1x3x3x2xf32>
// CHECK-NEXT:      func.return %y

// With integer weights each image is quantized first, once for all that read it so.
func.func @hybrid(%x: tensor<1x4x4x2xf32>, %b: tensor<2xf32>) -> (tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>) {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x1x1x2xi8>}> : () -> tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %d = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>, value = dense<1> : tensor<1x3x3x2xi8>}> : () -> tensor<1x3x3x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  %z = "tfl.depthwise_conv_2d"(%x, %d, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  func.return %y, %z : tensor<1x4x4x2xf32>, tensor<1x4x4x2xf32>
}
// CHECK-LABEL:   @hybrid
// CHECK:           %0, %1, %2 = "c.call"(%x) <{kernel = "quantize_rows_asymmetric", parameters = {rows = 1 : i32, depth = 32 : i32}, {{.*}}
// CHECK-NEXT:      %y = "c.call"(%0, %1, %2, %w, %b) <{kernel = "conv_2d_i8"
// CHECK-NEXT:      %z = "c.call"(%0, %1, %2, %d, %b) <{kernel = "depthwise_conv_2d_i8"
// CHECK-NEXT:      func.return %y, %z
// PACKED-LABEL:  @hybrid
// PACKED-DAG:      %[[W:.*]] = "tfl.pseudo_const"() <{value = dense<1> : tensor<2x1x1x2xi8>}>
// PACKED-DAG:      %[[S:.*]] = "tfl.pseudo_const"() <{value = dense<[5.000000e-01, 2.500000e-01]> : tensor<2xf32>}>
// PACKED:          %y = "c.call"({{.*}}, %[[W]], %[[S]], %b) <{kernel = "conv_2d_i8"

// One scale for all channels makes the image symmetric, as LiteRT has it.
func.func @symmetric(%x: tensor<2x4x4x2xf32>, %b: tensor<2xf32>) -> tensor<2x4x4x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x1x1x2xi8>}> : () -> tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<2x4x4x2xf32>, tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2xf32>) -> tensor<2x4x4x2xf32>
  func.return %y : tensor<2x4x4x2xf32>
}
// CHECK-LABEL:   @symmetric
// CHECK:           "c.call"(%x) <{kernel = "quantize_rows_symmetric", parameters = {rows = 2 : i32, depth = 32 : i32}, {{.*}}
// PACKED-LABEL:  @symmetric
// PACKED:          dense<5.000000e-01> : tensor<2xf32>

// Where weights are integers and activations stay floats, the kernel reads the integers: nothing
// makes floats of them, and the DEQUANTIZE is gone. TANH is a call of its own.
func.func @weights(%x: tensor<1x4x4x2xf32>, %b: tensor<2xf32>) -> tensor<1x4x4x2xf32> {
  %q = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>, value = dense<1> : tensor<1x3x3x2xi8>}> : () -> tensor<1x3x3x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>
  %w = "tfl.dequantize"(%q) : (tensor<1x3x3x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>) -> tensor<1x3x3x2xf32>
  %y = "tfl.depthwise_conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, fused_activation_function = "TANH"}> : (tensor<1x4x4x2xf32>, tensor<1x3x3x2xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  func.return %y : tensor<1x4x4x2xf32>
}
// CHECK-LABEL:   @weights
// CHECK-NEXT:      %q = "tfl.pseudo_qconst"
// CHECK-NEXT:      %0 = "c.call"(%x, %q, %b) <{kernel = "depthwise_conv_2d_w8"
// CHECK-NEXT:      %y = "c.call"(%0) <{kernel = "tanh_f32", parameters = {size = 32 : i32}, in_place = array<i32: 0>}>
// CHECK-NEXT:      func.return %y

// The shape that a transposed convolution is asked for is known by now; what remains of it is how
// much is cut off before the output.
func.func @transpose(%x: tensor<1x3x3x2xf32>) -> tensor<1x6x6x4xf32> {
  %shape = "tfl.pseudo_const"() <{value = dense<[1, 6, 6, 4]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<4x4x4x2xf32>}> : () -> tensor<4x4x4x2xf32>
  %y = "tfl.transpose_conv"(%shape, %w, %x) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<4xi32>, tensor<4x4x4x2xf32>, tensor<1x3x3x2xf32>) -> tensor<1x6x6x4xf32>
  func.return %y : tensor<1x6x6x4xf32>
}
// CHECK-LABEL:   @transpose
// CHECK-NEXT:      %w = "tfl.pseudo_const"
// CHECK-NEXT:      %[[NONE:.*]] = "tfl.no_value"
// CHECK-NEXT:      %y = "c.call"(%x, %w, %[[NONE]]) <{kernel = "transpose_conv_f32", {{.*}}cut_top = 1 : i32, {{.*}}
