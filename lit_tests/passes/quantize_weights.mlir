// RUN: %qopt %s --pass='quantize-weights{min-elements=0}' | filecheck %s
// RUN: %qopt %s --pass='quantize-weights{min-elements=256}' | filecheck %s --check-prefix=ALL
// RUN: %qopt %s --pass='quantize-weights{min-elements=257}' | filecheck %s --check-prefix=FEWER
// RUN: %qopt %s --pass='quantize-weights{min-elements=0}' -o %t.tflite
// RUN: %qopt %t.tflite | filecheck %s --check-prefix=STORED

// One scale per output: its largest weight / 127. The op takes the integers as they are.
func.func @simple(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, -0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:  @simple
// CHECK-NEXT:     %w = "tfl.pseudo_qconst"() {{.*}} : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.007874015718698502, 2.0}>>
// CHECK:          %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> :
// STORED-LABEL: @simple
// STORED:         dense<[{{[[]}}127, -64, 32, 0], [0, 0, 0, 127]]> : tensor<2x4xi8>

// Weights of fewer than min-elements elements stay float: these are 256. So do those that would not
// be smaller: 256 bytes and 128 scales with their zero points, for 1024 bytes.
func.func @few(%x: tensor<1x64xf32>, %z: tensor<1x2xf32>) -> (tensor<1x4xf32>, tensor<1x128xf32>) {
  %v = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<4x64xf32>}> : () -> tensor<4x64xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<128x2xf32>}> : () -> tensor<128x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %v, %none) <{fused_activation_function = "NONE"}> : (tensor<1x64xf32>, tensor<4x64xf32>, none) -> tensor<1x4xf32>
  %q = "tfl.fully_connected"(%z, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<128x2xf32>, none) -> tensor<1x128xf32>
  func.return %y, %q : tensor<1x4xf32>, tensor<1x128xf32>
}
// ALL-LABEL:    @few
// ALL-NEXT:       %v = "tfl.pseudo_qconst"
// ALL-NEXT:       %w = "tfl.pseudo_const"
// FEWER-LABEL:  @few
// FEWER-NEXT:     %v = "tfl.pseudo_const"

// Ties go to the even integer: 0.5 to 0, 1.5 to 2, 2.5 to 2.
func.func @ties(%x: tensor<1x4xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[0.5, 1.5, -2.5, 127.0]]> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// STORED-LABEL: @ties
// STORED:         dense<[{{[[]}}0, 2, -2, 127]]> : tensor<1x4xi8>

// A channel of zeros has the scale 1.
func.func @zeros(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:  @zeros
// CHECK-NEXT:     tfl.pseudo_qconst{{.*}}f32:0, {1.0, 2.0}

// The scales run along the axis of the output channels: 0 of a convolution's filter,
func.func @conv(%x: tensor<1x1x1x2xf32>, %b: tensor<2xf32>) -> tensor<1x1x1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[127.0, 1.0]]], [[[0.0, 254.0]]]]> : tensor<2x1x1x2xf32>}> : () -> tensor<2x1x1x2xf32>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y : tensor<1x1x1x2xf32>
}
// CHECK-LABEL:  @conv
// CHECK-NEXT:     tfl.pseudo_qconst{{.*}} -> tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {1.0, 2.0}>>

// 3 of a depthwise convolution's,
func.func @depthwise(%x: tensor<1x1x1x2xf32>, %b: tensor<2xf32>) -> tensor<1x1x1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[[[127.0, 254.0]]]]> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %y = "tfl.depthwise_conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32, depth_multiplier = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y : tensor<1x1x1x2xf32>
}
// CHECK-LABEL:  @depthwise
// CHECK-NEXT:     tfl.pseudo_qconst{{.*}} -> tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {1.0, 2.0}>>

// the last of a product's right side, or the one before where it is transposed.
func.func @batch_matmul(%x: tensor<1x2xf32>) -> (tensor<1x1xf32>, tensor<1x2xf32>) {
  %v = "tfl.pseudo_const"() <{value = dense<[[127.0], [-254.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.0], [-254.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.batch_matmul"(%x, %v) : (tensor<1x2xf32>, tensor<2x1xf32>) -> tensor<1x1xf32>
  %z = "tfl.batch_matmul"(%x, %w) <{adj_y = true}> : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  func.return %y, %z : tensor<1x1xf32>, tensor<1x2xf32>
}
// CHECK-LABEL:  @batch_matmul
// CHECK-NEXT:     %v = "tfl.pseudo_qconst"() {{.*}}f32:1, {2.0}
// CHECK-NEXT:     %w = "tfl.pseudo_qconst"() {{.*}}f32:0, {1.0, 2.0}

// Rows of an embedding are its channels; what is looked up are integers, the rows are weights.
func.func @embedding(%i: tensor<1xi32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[127.0, 1.0], [0.0, 254.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.embedding_lookup"(%i, %w) : (tensor<1xi32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:  @embedding
// CHECK-NEXT:     tfl.pseudo_qconst{{.*}}f32:0, {1.0, 2.0}

// A float16 constant behind a DEQUANTIZE counts as a float constant; both go.
func.func @float16(%x: tensor<1x4xf32>) -> tensor<1x1xf32> {
  %h = "tfl.pseudo_const"() <{value = dense<[[0.0, 127.0, 0.0, 1.0]]> : tensor<1x4xf16>}> : () -> tensor<1x4xf16>
  %w = "tfl.dequantize"(%h) : (tensor<1x4xf16>) -> tensor<1x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL:  @float16
// CHECK-NEXT:     %w = "tfl.pseudo_qconst"() {{.*}} -> tensor<1x4x!quant.uniform<i8<-127:127>:f32:0, {1.0}>>
// CHECK-NEXT:     %none
// CHECK-NEXT:     %y = "tfl.fully_connected"(%x, %w, %none)

// A weight that two ops share is quantized once.
func.func @shared(%x: tensor<1x4xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, -0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  %z = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y, %z : tensor<1x2xf32>, tensor<1x2xf32>
}
// CHECK-LABEL:  @shared
// CHECK-NEXT:     %w = "tfl.pseudo_qconst"
// CHECK-NEXT:     %none
// CHECK-NEXT:     %y = "tfl.fully_connected"(%x, %w, %none)
// CHECK-NEXT:     %z = "tfl.fully_connected"(%x, %w, %none)

// Left alone: a weight that another op reads as floats,
func.func @read_as_floats(%x: tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x4xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[3.0, -0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>, none) -> tensor<2x2xf32>
  %z = "tfl.add"(%x, %w) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y, %z : tensor<2x2xf32>, tensor<2x4xf32>
}
// CHECK-LABEL:  @read_as_floats
// CHECK-NEXT:     %w = "tfl.pseudo_const"

// and so the other weights are no reason to copy it; nor does the function return integers.
func.func @returned(%x: tensor<1x4xf32>) -> (tensor<1x2xf32>, tensor<2x4xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[5.0, -0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y, %w : tensor<1x2xf32>, tensor<2x4xf32>
}
// CHECK-LABEL:  @returned
// CHECK-NEXT:     %w = "tfl.pseudo_const"

// A weight whose users have scales along different axes has one scale.
func.func @two_axes(%x: tensor<1x2xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.batch_matmul"(%x, %w) <{adj_y = false}> : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %z = "tfl.batch_matmul"(%x, %w) <{adj_y = true}> : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  func.return %y, %z : tensor<1x2xf32>, tensor<1x2xf32>
}
// CHECK-LABEL:  @two_axes
// CHECK-NEXT:     %w = "tfl.pseudo_qconst"{{.*}}<i8<-127:127>:f32, 0.031496062874794006>

// Left alone: weights that are not finite.
func.func @infinite(%x: tensor<1x4xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<"0x0000803F0000807F0000803F0000803F"> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<1x4xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// CHECK-LABEL:  @infinite
// CHECK-NEXT:     %w = "tfl.pseudo_const"

// Left alone: an op whose activation is not float32.
func.func @half_activation(%x: tensor<1x4xf16>, %b: tensor<2xf16>) -> tensor<1x2xf16> {
  %w = "tfl.pseudo_const"() <{value = dense<[[6.0, -0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %y = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x4xf16>, tensor<2x4xf32>, tensor<2xf16>) -> tensor<1x2xf16>
  func.return %y : tensor<1x2xf16>
}
// CHECK-LABEL:  @half_activation
// CHECK-NEXT:     %w = "tfl.pseudo_const"

// Left alone: weights in the shuffled layout, whose rows are not channels.
func.func @shuffled(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[7.0, -0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 254.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y, %workspace = "tfl.fully_connected"(%x, %w, %none) <{weights_format = "SHUFFLED4x16INT8"}> : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> (tensor<1x2xf32>, tensor<1x4xf32>)
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:  @shuffled
// CHECK-NEXT:     %w = "tfl.pseudo_const"

// Left alone: weights that are computed, and constants that are no weights, such as a bias.
func.func @no_weights(%x: tensor<1x4xf32>, %v: tensor<2x4xf32>) -> tensor<1x2xf32> {
  %b = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %w = "tfl.abs"(%v) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x4xf32>, tensor<2x4xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:  @no_weights
// CHECK-NEXT:     %b = "tfl.pseudo_const"
// CHECK-NEXT:     %w = "tfl.abs"

// An LSTM takes one scale per tensor, and float biases; a matrix of several gates is quantized once.
func.func @lstm(%x: tensor<1x3x4xf32>) -> tensor<1x3x2xf32> {
  %wi = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.0, 0.0, 0.0], [1.0, 2.0, 3.0, 4.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %wr = "tfl.pseudo_const"() <{value = dense<[[254.0, 0.0], [1.0, 2.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.pseudo_const"() {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_lstm"(%x, %wi, %wi, %wi, %wi, %wr, %wr, %wr, %wr, %none, %none, %none, %b, %b, %b, %b, %none, %none, %h, %c) <{fused_activation_function = "TANH"}> : (tensor<1x3x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<1x3x2xf32>
  func.return %y : tensor<1x3x2xf32>
}
// CHECK-LABEL:  @lstm
// CHECK-NEXT:     %wi = "tfl.pseudo_qconst"() {{.*}} -> tensor<2x4x!quant.uniform<i8<-127:127>:f32, 1.0>>
// CHECK-NEXT:     %wr = "tfl.pseudo_qconst"() {{.*}} -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 2.0>>
// CHECK-NEXT:     %b = "tfl.pseudo_const"

// Left alone: all weights of an LSTM, whose kernel takes all as integers, when one is no constant.
func.func @all_or_none(%x: tensor<1x3x4xf32>, %computed: tensor<2x4xf32>) -> tensor<1x3x2xf32> {
  %wi = "tfl.pseudo_const"() <{value = dense<[[126.0, 0.0, 0.0, 0.0], [1.0, 2.0, 3.0, 4.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %wr = "tfl.pseudo_const"() <{value = dense<[[252.0, 0.0], [1.0, 2.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %h = "tfl.pseudo_const"() {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_lstm"(%x, %computed, %wi, %wi, %wi, %wr, %wr, %wr, %wr, %none, %none, %none, %b, %b, %b, %b, %none, %none, %h, %c) <{fused_activation_function = "TANH"}> : (tensor<1x3x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<1x3x2xf32>
  func.return %y : tensor<1x3x2xf32>
}
// CHECK-LABEL:  @all_or_none
// CHECK-NEXT:     %wi = "tfl.pseudo_const"
// CHECK-NEXT:     %wr = "tfl.pseudo_const"
