// RUN: %qopt --pass=evaluate %s | filecheck %s

// Two batches of three steps, each the input plus twice the state: 1, 2 + 2 * 1, 3 + 2 * 4. The second run
// begins where the first ended, at 11 and 110.
// CHECK-LABEL: func.func @batch_first
// CHECK: dense<{{\[\[\[}}1.000000e+00], [4.000000e+00], [1.100000e+01]], {{\[\[}}1.000000e+01], [4.000000e+01], [1.100000e+02]]]>
// CHECK-NEXT: dense<{{\[\[\[}}2.300000e+01], [4.800000e+01], [9.900000e+01]], {{\[\[}}2.300000e+02], [4.800000e+02], [9.900000e+02]]]>
func.func @batch_first() -> (tensor<2x3x1xf32>, tensor<2x3x1xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0], [3.0]], [[10.0], [20.0], [30.0]]]> : tensor<2x3x1xf32>}> : () -> tensor<2x3x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x1xf32>}> {tfl.is_variable} : () -> tensor<2x1xf32>
  %y0 = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", time_major = false}> : (tensor<2x3x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<2x1xf32>) -> tensor<2x3x1xf32>
  %y1 = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", time_major = false}> : (tensor<2x3x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<2x1xf32>) -> tensor<2x3x1xf32>
  func.return %y0, %y1 : tensor<2x3x1xf32>, tensor<2x3x1xf32>
}

// Two steps of three batches: 10 + 2 * 1, 20 + 2 * 2, 30 + 2 * 3.
// CHECK-LABEL: func.func @time_first
// CHECK: dense<{{\[\[\[}}1.000000e+00], [2.000000e+00], [3.000000e+00]], {{\[\[}}1.200000e+01], [2.400000e+01], [3.600000e+01]]]>
func.func @time_first() -> tensor<2x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [2.0], [3.0]], [[10.0], [20.0], [30.0]]]> : tensor<2x3x1xf32>}> : () -> tensor<2x3x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<3x1xf32>}> {tfl.is_variable} : () -> tensor<3x1xf32>
  %y = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", time_major = true}> : (tensor<2x3x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<3x1xf32>) -> tensor<2x3x1xf32>
  func.return %y : tensor<2x3x1xf32>
}

// Each row of each step is quantized for itself (rules R20 and H1): beside 127 it is in steps of 1, and 0.5
// becomes 1; beside 0.5 it stays, as 127 steps of 0.5 / 127. The state is one number, which stays too.
// CHECK-LABEL: func.func @hybrid
// CHECK: dense<{{\[\[\[}}1.280000e+02], [1.285000e+02]]]>
func.func @hybrid() -> tensor<1x2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[127.0, 0.5], [0.0, 0.5]]]> : tensor<1x2x2xf32>}> : () -> tensor<1x2x2xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 1.0>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %y = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", time_major = false}> : (tensor<1x2x2xf32>, tensor<1x2x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x2x1xf32>
  func.return %y : tensor<1x2x1xf32>
}
