// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// What the gates of an LSTM have each is joined; without an input gate there are three. One product
// makes the sums of all gates, of all steps of time, and one call takes the steps from there. It
// writes to its states.
func.func @lstm(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %r = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true}> : (tensor<1x3xf32>, none, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, none, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @lstm
// CHECK:           %h = "tfl.pseudo_const"{{.*}} {tfl.is_variable}
// CHECK:           %[[RECURRENT:.*]] = "tfl.pseudo_const"{{.*}} : () -> tensor<6x2xf32>
// CHECK:           %[[BIAS:.*]] = "tfl.pseudo_const"{{.*}} : () -> tensor<6xf32>
// CHECK:           %[[WEIGHTS:.*]] = "tfl.pseudo_const"{{.*}} : () -> tensor<6x3xf32>
// CHECK:           %[[SUMS:.*]] = "c.call"(%x, %[[WEIGHTS]], %{{.*}}) <{kernel = "fully_connected_f32", parameters = {rows = 1 : i32, depth = 3 : i32, outputs = 6 : i32
// CHECK:           %y, %{{.*}} = "c.call"(%h, %c, %[[SUMS]], %[[RECURRENT]], %[[N:.*]], %[[N]], %[[BIAS]], %[[N]], %{{.*}}) <{kernel = "lstm_f32"{{.*}}has_input_gate = 0 : i32{{.*}}states = array<i32: 0, 1>}>
// CHECK:           func.return %y

// Hybrid: the input is quantized once for all gates and steps, the state in each step. The kernel has
// memory for that, and each row of the joined weights the scale of its gate.
func.func @hybrid_lstm(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true}> : (tensor<1x3xf32>, none, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, none, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @hybrid_lstm
// CHECK:           "tfl.pseudo_qconst"{{.*}} -> tensor<6x3x!quant.uniform<i8:f32:0, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}>>
// CHECK:           kernel = "quantize_rows_asymmetric", {{.*}}rows = 1 : i32, depth = 3 : i32
// CHECK:           kernel = "fully_connected_i8"
// CHECK:           kernel = "lstm_i8"{{.*}}is_asymmetric = 1 : i32{{.*}} -> (tensor<1x2xf32>, tensor<3x2xf32>, tensor<2xi8>)

// Weights alone are integers: kernels read these, in place of the floats that are made of them.
func.func @weights_alone(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %wi = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %ri = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %w = "tfl.dequantize"(%wi) : (tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>) -> tensor<2x3xf32>
  %r = "tfl.dequantize"(%ri) : (tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>) -> tensor<2x2xf32>
  %y = "tfl.lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true}> : (tensor<1x3xf32>, none, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, none, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @weights_alone
// CHECK-NOT:       tfl.dequantize
// CHECK:           "c.call"(%x, {{.*}}) <{kernel = "fully_connected_w8"
// CHECK:           "c.call"(%h, %c, {{.*}}) <{kernel = "lstm_w8"
// CHECK:           func.return

// An RNN is the same with one gate, whose bias goes with the product.
func.func @rnn(%x: tensor<1x2x3xf32>) -> tensor<1x2x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %h) <{fused_activation_function = "TANH", time_major = false, asymmetric_quantize_inputs = true}> : (tensor<1x2x3xf32>, tensor<2x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}
// CHECK-LABEL:   @rnn
// CHECK:           kernel = "quantize_rows_asymmetric", {{.*}}rows = 2 : i32
// CHECK:           %[[SUMS:.*]] = "c.call"({{.*}}, %w, %b, %{{.*}}) <{kernel = "fully_connected_i8"
// CHECK-NEXT:      "c.call"(%h, %[[SUMS]], %r) <{kernel = "rnn_i8"{{.*}}time = 2 : i32, batch = 1 : i32{{.*}}states = array<i32: 0>

// Two directions are two calls; here the second reads the auxiliary input. Outputs are put side by
// side where they are merged.
func.func @both_ways(%x: tensor<2x1x3xf32>, %aux: tensor<2x1x3xf32>) -> tensor<2x1x4xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %fw = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %fr = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %fb = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %fh = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %bw = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %br = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %bb = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %bh = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.bidirectional_sequence_rnn"(%x, %fw, %fr, %fb, %fh, %bw, %br, %bb, %bh, %aux, %none, %none) <{fused_activation_function = "RELU", time_major = true, merge_outputs = true}> : (tensor<2x1x3xf32>, tensor<2x3xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>, tensor<2x3xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>, tensor<2x1x3xf32>, none, none) -> tensor<2x1x4xf32>
  func.return %y : tensor<2x1x4xf32>
}
// CHECK-LABEL:   @both_ways
// CHECK:           "c.call"(%x, %fw, %fb) <{kernel = "fully_connected_f32"
// CHECK-NEXT:      %[[FORWARD:.*]] = "c.call"(%fh, {{.*}}kernel = "rnn_f32"{{.*}}is_reversed = 0 : i32
// CHECK-NEXT:      "c.call"(%aux, %bw, %bb) <{kernel = "fully_connected_f32"
// CHECK-NEXT:      %[[BACKWARD:.*]] = "c.call"(%bh, {{.*}}kernel = "rnn_f32"{{.*}}is_reversed = 1 : i32
// CHECK-NEXT:      %[[HALF:.*]] = "c.call"(%[[FORWARD]]) <{kernel = "copy"
// CHECK-NEXT:      "c.call"(%[[BACKWARD]], %[[HALF]]) <{kernel = "copy"{{.*}}tied = array<i32: 1>

// SVDF: what its filters make of the input, then one call that knows what they made before.
func.func @svdf(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %f = "tfl.pseudo_qconst"() <{qtype = tensor<4x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<4x3xi8>}> : () -> tensor<4x3x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<4x5x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<4x5xi8>}> : () -> tensor<4x5x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x20xf32>}> {tfl.is_variable} : () -> tensor<1x20xf32>
  %y = "tfl.svdf"(%x, %f, %t, %b, %s) <{fused_activation_function = "RELU", rank = 2 : i32, asymmetric_quantize_inputs = false}> : (tensor<1x3xf32>, tensor<4x3x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<4x5x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2xf32>, tensor<1x20xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL:   @svdf
// CHECK:           kernel = "quantize_rows_symmetric"
// CHECK:           %[[NEWEST:.*]] = "c.call"({{.*}}, %f, %{{.*}}) <{kernel = "fully_connected_i8"
// CHECK-NEXT:      "c.call"(%s, %[[NEWEST]], %t, %b) <{kernel = "svdf_w8", parameters = {batch = 1 : i32, units = 2 : i32, rank = 2 : i32, memory = 5 : i32
