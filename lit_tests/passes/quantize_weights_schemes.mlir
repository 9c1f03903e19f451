// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int4}' | filecheck %s --check-prefix=INT4
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int2}' | filecheck %s --check-prefix=INT2
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int8-tensor}' | filecheck %s --check-prefix=TENSOR
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int8-asymmetric}' | filecheck %s --check-prefix=ASYMMETRIC
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int4-weight-only}' | filecheck %s --check-prefix=ONLY
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=float16}' | filecheck %s --check-prefix=HALF
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int4-block32}' | filecheck %s --check-prefix=BLOCK
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int4-block32 target="litert-builtin"}' | filecheck %s --check-prefix=BUILTIN
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 constants=true}' | filecheck %s --check-prefix=CONSTANTS
// RUN: %qopt %s --pass='quantize-weights{min-elements=0 scheme=int4}' -o %t.tflite
// RUN: %qopt %t.tflite --print-weights=inline | filecheck %s --check-prefix=STORED

// Integers of 4 bits are -7 to 7, as those of 8 bits are without -128; of 2 bits they are -2 to 1: the
// scale is the least with which both ends fit. An asymmetric scale is that of the whole range, with a
// zero point.
func.func @dense(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[7.0, -7.0, 1.0, 0.0], [0.0, 0.0, -3.5, 1.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// INT4-LABEL:       @dense
// INT4-NEXT:          %w = "tfl.pseudo_qconst"{{.*}} : () -> tensor<2x4x!quant.uniform<i4<-7:7>:f32:0, {1.0, 0.5}>>
// INT4:               "tfl.fully_connected"(%x, %w, %none)
// STORED-LABEL:     @dense
// STORED:             dense<[{{[[]}}7, -7, 1, 0], [0, 0, -7, 2]]> : tensor<2x4xi4>
// INT2-LABEL:       @dense
// INT2-NEXT:          %w = "tfl.pseudo_qconst"{{.*}} : () -> tensor<2x4x!quant.uniform<i2:f32:0, {7.0, 1.75}>>
// TENSOR-LABEL:     @dense
// TENSOR-NEXT:        %w = "tfl.pseudo_qconst"{{.*}} : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32, 0.05511811003088951>>
// ASYMMETRIC-LABEL: @dense
// ASYMMETRIC-NEXT:    %w = "tfl.pseudo_qconst"{{.*}} : () -> tensor<2x4x!quant.uniform<i8:f32:0, {0.054901961237192154:-1, 0.01764705963432789:70}>>

// For size only: a DEQUANTIZE gives the op floats.
// ONLY-LABEL:       @dense
// ONLY-NEXT:          %w = "tfl.pseudo_qconst"
// ONLY-NEXT:          %[[F:.*]] = "tfl.dequantize"(%w) {{.*}} : (tensor<2x4x!quant.uniform<i4<-7:7>:f32:0, {1.0, 0.5}>>) -> tensor<2x4xf32>
// ONLY:               "tfl.fully_connected"(%x, %[[F]], %none)

// float16 has no scales, and no kernel takes it.
// HALF-LABEL:       @dense
// HALF-NEXT:          %w = "tfl.pseudo_const"() {{.*}} : () -> tensor<2x4xf16>
// HALF-NEXT:          %[[F:.*]] = "tfl.dequantize"(%w) {{.*}} : (tensor<2x4xf16>) -> tensor<2x4xf32>

// No kernel of a depthwise convolution takes fewer than 8 bits, none of a convolution fewer than 4.
func.func @convolutions(%x: tensor<1x1x1x2xf32>, %b: tensor<2xf32>) -> (tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>) {
  %v = "tfl.pseudo_const"() <{value = dense<[[[[127.0, 254.0]]]]> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[[[7.0, 1.0]]], [[[0.0, 14.0]]]]> : tensor<2x1x1x2xf32>}> : () -> tensor<2x1x1x2xf32>
  %y = "tfl.depthwise_conv_2d"(%x, %v, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32, depth_multiplier = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  %z = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y, %z : tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>
}
// INT2-LABEL:       @convolutions
// INT2-NEXT:          %v = "tfl.pseudo_qconst"{{.*}} -> tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {1.0, 2.0}>>
// INT2-NEXT:          %w = "tfl.pseudo_qconst"{{.*}} -> tensor<2x1x1x2x!quant.uniform<i4<-7:7>:f32:0, {1.0, 2.0}>>

// GATHER moves the integers, and what it moved is dequantized. A scale for each column comes along;
func.func @rows(%i: tensor<3xi32>) -> tensor<3x2xf32> {
  %t = "tfl.pseudo_const"() <{value = dense<[[7.0, 126.0], [0.0, 14.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.gather"(%t, %i) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<2x2xf32>, tensor<3xi32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// INT4-LABEL:       @rows
// INT4-NEXT:          %t = "tfl.pseudo_qconst"{{.*}} -> tensor<2x2x!quant.uniform<i4<-7:7>:f32:1, {1.0, 18.0}>>
// INT4-NEXT:          %[[Q:.*]] = "tfl.gather"(%t, %i) {{.*}} -> tensor<3x2x!quant.uniform<i4<-7:7>:f32:1, {1.0, 18.0}>>
// INT4-NEXT:          %y = "tfl.dequantize"(%[[Q]])
// INT4-NEXT:          func.return %y

// of elements that are gathered one by one there is one scale. Rows that are no whole bytes in 4
// bits have 8.
func.func @columns(%i: tensor<3xi32>) -> tensor<2x3xf32> {
  %t = "tfl.pseudo_const"() <{value = dense<[[1.0, 127.0], [0.0, 14.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.gather"(%t, %i) <{axis = 1 : i32, batch_dims = 0 : i32}> : (tensor<2x2xf32>, tensor<3xi32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// INT4-LABEL:       @columns
// INT4-NEXT:          %t = "tfl.pseudo_qconst"{{.*}} -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 1.0>>
// INT4-NEXT:          %{{.*}} = "tfl.gather"(%t, %i) {{.*}} -> tensor<2x3x!quant.uniform<i8<-127:127>:f32, 1.0>>

// Recurrent kernels take 8 bits, and one scale per matrix.
func.func @rnn(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[127.0, 1.0], [2.0, 3.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[254.0, 1.0], [2.0, 3.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.rnn"(%x, %w, %r, %b, %h) <{fused_activation_function = "TANH"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// INT4-LABEL:       @rnn
// INT4-NEXT:          %w = "tfl.pseudo_qconst"{{.*}} -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 1.0>>
// INT4-NEXT:          %r = "tfl.pseudo_qconst"{{.*}} -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 2.0>>
// HALF-LABEL:       @rnn
// HALF-NEXT:          %w = "tfl.pseudo_const"() {{.*}} -> tensor<2x2xf16>
// HALF-NEXT:          %{{.*}} = "tfl.dequantize"(%w)

// So do those of SVDF.
func.func @svdf(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %f = "tfl.pseudo_const"() <{value = dense<[[127.0, 1.5], [2.0, 3.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[[254.0, 1.5], [2.0, 3.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.pseudo_const"() {tfl.is_variable} : () -> tensor<1x4xf32>
  %y = "tfl.svdf"(%x, %f, %t, %none, %h) <{rank = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, tensor<1x4xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// INT4-LABEL:       @svdf
// INT4-NEXT:          %f = "tfl.pseudo_qconst"{{.*}} -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 1.0>>
// INT4-NEXT:          %t = "tfl.pseudo_qconst"{{.*}} -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 2.0>>

// Each 32 weights of a row have a scale, where the target has a kernel for that: no DEQUANTIZE reads
// blocks. Rows that are no whole blocks have one scale, as on a target without that kernel.
func.func @blocks(%x: tensor<1x64xf32>, %z: tensor<1x4xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %v = "tfl.pseudo_const"() <{value = dense<3.5> : tensor<2x64xf32>}> : () -> tensor<2x64xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[7.0, 0.5, 1.0, 0.0], [0.0, 0.0, -3.5, 2.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %v, %none) <{fused_activation_function = "NONE"}> : (tensor<1x64xf32>, tensor<2x64xf32>, none) -> tensor<1x2xf32>
  %q = "tfl.fully_connected"(%z, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y, %q : tensor<1x2xf32>, tensor<1x2xf32>
}
// BLOCK-LABEL:      @blocks
// BLOCK-NEXT:         %v = "tfl.pseudo_qconst"{{.*}} -> tensor<2x64x!quant.uniform<i4<-7:7>:f32:{0:1, 1:32}, {{[{][{]}}0.5, 0.5}, {0.5, 0.5}}>>
// BLOCK-NEXT:         %w = "tfl.pseudo_qconst"{{.*}} -> tensor<2x4x!quant.uniform<i4<-7:7>:f32:0, {1.0, 0.5}>>
// BUILTIN-LABEL:    @blocks
// BUILTIN-NEXT:       %v = "tfl.pseudo_qconst"{{.*}} -> tensor<2x64x!quant.uniform<i4<-7:7>:f32:0, {0.5, 0.5}>>

// A constant that is no weight, only on request: for size, with a scale for each element of the last
// axis.
func.func @constant(%x: tensor<64x2xf32>) -> tensor<64x2xf32> {
  %c = "tfl.pseudo_const"() <{value = dense<127.0> : tensor<64x2xf32>}> : () -> tensor<64x2xf32>
  %y = "tfl.add"(%x, %c) <{fused_activation_function = "NONE"}> : (tensor<64x2xf32>, tensor<64x2xf32>) -> tensor<64x2xf32>
  func.return %y : tensor<64x2xf32>
}
// BLOCK-LABEL:      @constant
// BLOCK-NEXT:         %c = "tfl.pseudo_const"
// CONSTANTS-LABEL:  @constant
// CONSTANTS-NEXT:     %c = "tfl.pseudo_qconst"{{.*}} -> tensor<64x2x!quant.uniform<i8<-127:127>:f32:1, {1.0, 1.0}>>
// CONSTANTS-NEXT:     %[[F:.*]] = "tfl.dequantize"(%c)
// CONSTANTS-NEXT:     "tfl.add"(%x, %[[F]])
