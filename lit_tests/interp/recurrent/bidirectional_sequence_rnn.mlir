// RUN: %qopt --pass=evaluate %s | filecheck %s

// Forward 1 and 2 + 2 * 1, backward 1 + 2 * 2 and 2; side by side.
// CHECK-LABEL: func.func @merged
// CHECK: dense<{{\[\[\[}}1.000000e+00, 5.000000e+00], [4.000000e+00, 2.000000e+00]]]>
func.func @merged() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.no_value"() <{value}> : () -> none
  %link = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = true, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, none, none, none) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}

// Apart, twice: the second run begins with 4 forward and 5 backward.
// CHECK-LABEL: func.func @apart
// CHECK: dense<{{\[\[\[}}1.000000e+00], [4.000000e+00]]]>
// CHECK-NEXT: dense<{{\[\[\[}}5.000000e+00], [2.000000e+00]]]>
// CHECK-NEXT: dense<{{\[\[\[}}9.000000e+00], [2.000000e+01]]]>
// CHECK-NEXT: dense<{{\[\[\[}}2.500000e+01], [1.200000e+01]]]>
func.func @apart() -> (tensor<1x2x1xf32>, tensor<1x2x1xf32>, tensor<1x2x1xf32>, tensor<1x2x1xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.no_value"() <{value}> : () -> none
  %link = "tfl.no_value"() <{value}> : () -> none
  %y0:2 = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = false, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, none, none, none) -> (tensor<1x2x1xf32>, tensor<1x2x1xf32>)
  %y1:2 = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = false, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, none, none, none) -> (tensor<1x2x1xf32>, tensor<1x2x1xf32>)
  func.return %y0#0, %y0#1, %y1#0, %y1#1 : tensor<1x2x1xf32>, tensor<1x2x1xf32>, tensor<1x2x1xf32>, tensor<1x2x1xf32>
}

// An aux input of 0.5 and 1 with weights of 10 for either direction adds 5 and 10 (rule R20): forward 6 and
// 12 + 2 * 6, backward 6 + 2 * 12 and 12.
// CHECK-LABEL: func.func @aux_input
// CHECK: dense<{{\[\[\[}}6.000000e+00, 3.000000e+01], [2.400000e+01, 1.200000e+01]]]>
func.func @aux_input() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.pseudo_const"() <{value = dense<[[[0.5], [1.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %link = "tfl.pseudo_const"() <{value = dense<10.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %y = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = true, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}

// Without weights it takes the place of the input of the backward direction (rule R21): 0.5 + 2 * 1 and 1.
// CHECK-LABEL: func.func @aux_input_without_weights
// CHECK: dense<{{\[\[\[}}1.000000e+00, 2.500000e+00]], {{\[\[}}4.000000e+00, 1.000000e+00]]]>
func.func @aux_input_without_weights() -> tensor<2x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0]], [[2.0]]]> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.pseudo_const"() <{value = dense<[[[0.5]], [[1.0]]]> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %link = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = true, time_major = true}> : (tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>, none, none) -> tensor<2x1x2xf32>
  func.return %y : tensor<2x1x2xf32>
}

// Where the batch comes first it does not.
// CHECK-LABEL: func.func @aux_input_ignored
// CHECK: dense<{{\[\[\[}}1.000000e+00, 5.000000e+00], [4.000000e+00, 2.000000e+00]]]>
func.func @aux_input_ignored() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.pseudo_const"() <{value = dense<[[[0.5], [1.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %link = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = true, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x2x1xf32>, none, none) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}

// One number stays what it is when it is quantized, so hybrid weights give what floats do.
// CHECK-LABEL: func.func @hybrid
// CHECK: dense<{{\[\[\[}}1.000000e+00, 5.000000e+00], [4.000000e+00, 2.000000e+00]]]>
func.func @hybrid() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<2> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.no_value"() <{value}> : () -> none
  %link = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = true, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1xf32>, tensor<1x1xf32>, none, none, none) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}

// Where time comes first they run twice over two steps (rule R22), as `apart` does in two runs.
// CHECK-LABEL: func.func @hybrid_time_first
// CHECK: dense<{{\[\[\[}}9.000000e+00, 2.500000e+01]], {{\[\[}}2.000000e+01, 1.200000e+01]]]>
func.func @hybrid_time_first() -> tensor<2x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0]], [[2.0]]]> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<2> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %fw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %bw_state = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %aux = "tfl.no_value"() <{value}> : () -> none
  %link = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.bidirectional_sequence_rnn"(%x, %w, %r, %b, %fw_state, %w, %r, %b, %bw_state, %aux, %link, %link) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", merge_outputs = true, time_major = true}> : (tensor<2x1x1xf32>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1xf32>, tensor<1x1xf32>, none, none, none) -> tensor<2x1x2xf32>
  func.return %y : tensor<2x1x2xf32>
}
