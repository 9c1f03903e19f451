// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @steps
// Rule R20.
// CHECK: dense<[[[6.000000e-01], [0.000000e+00], [3.500000e-01]]]>
func.func @steps() -> tensor<1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0], [0.5]]]> : tensor<1x3x1xf32>}> : () -> tensor<1x3x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_rnn"(%x, %y, %z, %u, %v) <{fused_activation_function = "RELU", asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x3x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x3x1xf32>
  func.return %0 : tensor<1x3x1xf32>
}

// CHECK-LABEL: func.func @hybrid
// -0.496 is -62.99 / 127, which becomes -63 (rules R20 and H1).
// CHECK: dense<5.000000e-01>
func.func @hybrid() -> tensor<1x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0, -0.496]]]> : tensor<1x1x2xf32>}> : () -> tensor<1x1x2xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127, 127]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %u = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_rnn"(%x, %y, %z, %u, %v) <{fused_activation_function = "NONE", asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x1x2xf32>, tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x1x1xf32>
  func.return %0 : tensor<1x1x1xf32>
}
