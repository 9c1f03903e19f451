// RUN: %qopt %s --pass='legalize-hybrid{costs=none}' | filecheck %s
// RUN: %qopt %s --pass='legalize-hybrid{target=litert-builtin costs=none}' | filecheck %s --check-prefix=BUILTIN

// Where the target has a kernel, the op stays; it gets the operator version of that kernel.
func.func @conv(%x: tensor<1x1x1x2xf32>, %b: tensor<2xf32>) -> tensor<1x1x1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x1x1x2xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32}> {qir.version = 1 : i32} : (tensor<1x1x1x2xf32>, tensor<2x1x1x2x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y : tensor<1x1x1x2xf32>
}
// CHECK-LABEL:   @conv
// CHECK-NEXT:      %w = "tfl.pseudo_qconst"
// CHECK-NEXT:      %y = "tfl.conv_2d"(%x, %w, %b) {{.*}} {qir.version = 5 : i32}

// Activations are quantized asymmetrically where the op can say so, which is the more exact way,
func.func @asymmetric(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x4xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @asymmetric
// CHECK:           "tfl.fully_connected"{{.*}}asymmetric_quantize_inputs = true{{.*}}qir.version = 12 : i32

// unless they are known to spread evenly about zero.
func.func @symmetric(%v: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x4xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %x = "tfl.tanh"(%v) {qir.ranges = [#qir.range<-1.0, 1.0>]} : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @symmetric
// CHECK:           "tfl.fully_connected"{{.*}}asymmetric_quantize_inputs = false{{.*}}qir.version = 12 : i32

// A version that is higher already stays.
func.func @version(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x4xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) {qir.version = 13 : i32} : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @version
// CHECK:           "tfl.fully_connected"{{.*}}qir.version = 13 : i32

// Where the target has no kernel, the weights are dequantized before a float one; another may.
func.func @depthwise(%x: tensor<1x1x1x2xf32>, %b: tensor<2xf32>) -> tensor<1x1x1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>, value = dense<1> : tensor<1x1x1x2xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>
  %y = "tfl.depthwise_conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32, depth_multiplier = 1 : i32}> {qir.version = 1 : i32} : (tensor<1x1x1x2xf32>, tensor<1x1x1x2x!quant.uniform<i8<-127:127>:f32:3, {0.5, 0.25}>>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y : tensor<1x1x1x2xf32>
}
// CHECK-LABEL:   @depthwise
// CHECK-NEXT:      %w = "tfl.pseudo_qconst"
// CHECK-NEXT:      %[[F:.+]] = "tfl.dequantize"(%w) {qir.version = 5 : i32, qir.tensors = [{name = "kernel/dequantized"}]}
// CHECK-NEXT:      %y = "tfl.depthwise_conv_2d"(%x, %[[F]], %b) {{.*}} {qir.version = 1 : i32}
// BUILTIN-LABEL: @depthwise
// BUILTIN-NEXT:    %w = "tfl.pseudo_qconst"
// BUILTIN-NEXT:    %y = "tfl.depthwise_conv_2d"(%x, %w, %b) {{.*}} {qir.version = 6 : i32}

// They are dequantized once for all such ops; a DEQUANTIZE of one scale is of an older version.
func.func @once(%x: tensor<1x1x1x2xf32>, %b: tensor<2xf32>) -> (tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>) {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x1x1x2xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.depthwise_conv_2d"(%x, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32, depth_multiplier = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  %z = "tfl.depthwise_conv_2d"(%y, %w, %b) <{padding = "SAME", stride_w = 1 : i32, stride_h = 1 : i32, depth_multiplier = 1 : i32}> : (tensor<1x1x1x2xf32>, tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<2xf32>) -> tensor<1x1x1x2xf32>
  func.return %y, %z : tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>
}
// CHECK-LABEL:   @once
// CHECK-NEXT:      %w = "tfl.pseudo_qconst"
// CHECK-NEXT:      %[[F:.+]] = "tfl.dequantize"(%w) {qir.version = 2 : i32
// CHECK-NEXT:      %y = "tfl.depthwise_conv_2d"(%x, %[[F]], %b)
// CHECK-NEXT:      %z = "tfl.depthwise_conv_2d"(%y, %[[F]], %b)

// LiteRT's own depthwise kernel reads a scale per channel, be there so many or not.
// BUILTIN-LABEL: @once
// BUILTIN-NEXT:    %w = "tfl.pseudo_qconst"
// BUILTIN-NEXT:    "tfl.dequantize"(%w)

// LiteRT's own product mixes up the scales of two batch dimensions; XNNPACK does not.
func.func @batches(%x: tensor<2x2x1x2xf32>) -> tensor<2x2x1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 0.25}>>, value = dense<1> : tensor<2x2xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 0.25}>>
  %y = "tfl.batch_matmul"(%x, %w) : (tensor<2x2x1x2xf32>, tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 0.25}>>) -> tensor<2x2x1x2xf32>
  func.return %y : tensor<2x2x1x2xf32>
}
// CHECK-LABEL:   @batches
// CHECK-NEXT:      %w = "tfl.pseudo_qconst"
// CHECK-NEXT:      %y = "tfl.batch_matmul"(%x, %w) {{.*}}qir.version = 4 : i32
// BUILTIN-LABEL: @batches
// BUILTIN-NEXT:    %w = "tfl.pseudo_qconst"
// BUILTIN-NEXT:    "tfl.dequantize"(%w)

// A kernel takes the integers it is made for.
func.func @wide(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i16:f32, 0.5>>, value = dense<1> : tensor<2x4xi16>}> : () -> tensor<2x4x!quant.uniform<i16:f32, 0.5>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) : (tensor<1x4xf32>, tensor<2x4x!quant.uniform<i16:f32, 0.5>>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @wide
// CHECK:           "tfl.dequantize"(%w)

// Left alone: an op whose activations are integers too.
func.func @full_integer(%x: tensor<1x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x!quant.uniform<i8:f32, 0.5>> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x4xi8>}> {qir.tensors = [{name = "kernel"}]} : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) {qir.version = 4 : i32} : (tensor<1x4x!quant.uniform<i8:f32, 0.5>>, tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, none) -> tensor<1x2x!quant.uniform<i8:f32, 0.5>>
  func.return %y : tensor<1x2x!quant.uniform<i8:f32, 0.5>>
}
// CHECK-LABEL:   @full_integer
// CHECK:           %y = "tfl.fully_connected"(%x, %w, %none) {qir.version = 4 : i32}

// Left alone: an op without integer weights.
func.func @float(%x: tensor<1x4xf32>, %w: tensor<2x4xf32>) -> tensor<1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) {qir.version = 1 : i32} : (tensor<1x4xf32>, tensor<2x4xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @float
// CHECK:           %y = "tfl.fully_connected"(%x, %w, %none) {qir.version = 1 : i32}
