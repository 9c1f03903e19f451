// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @three_steps
// The state goes from step to step (rule R1).
// CHECK: dense<[[[-0.37247622], [0.000776030822], [-0.115113251]]]>
func.func @three_steps() -> tensor<1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0], [0.5]]]> : tensor<1x3x1xf32>}> : () -> tensor<1x3x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[-1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[2.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.25]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[-0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %g = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x3x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x3x1xf32>
  func.return %0 : tensor<1x3x1xf32>
}

// CHECK-LABEL: func.func @coupled
// Without an input gate it is 1 less the forget gate (rule R1).
// CHECK: dense<[[[-0.0740196779], [0.00471870834], [0.195619896]]]>
func.func @coupled() -> tensor<1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0], [0.5]]]> : tensor<1x3x1xf32>}> : () -> tensor<1x3x1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %z = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[-1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[2.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[-0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %none, %z, %u, %v, %none, %a, %b, %c, %none, %none, %none, %none, %h, %i, %j, %none, %none, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.5 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x3x1xf32>, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x3x1xf32>
  func.return %0 : tensor<1x3x1xf32>
}

// CHECK-LABEL: func.func @projected
// CHECK: dense<[[[-5.000000e-01], [0.251734167], [0.0218986869]]]>
func.func @projected() -> tensor<1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0], [0.5]]]> : tensor<1x3x1xf32>}> : () -> tensor<1x3x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[-1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[2.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.25]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[-0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %g = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %k = "tfl.pseudo_const"() <{value = dense<[[3.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %l = "tfl.pseudo_const"() <{value = dense<[0.25]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %k, %l, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.5 : f32, asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x3x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x3x1xf32>
  func.return %0 : tensor<1x3x1xf32>
}

// CHECK-LABEL: func.func @normalized
// 0.5 and 1 less their mean are -1 and 1 in standard deviations (rule R4).
// CHECK: dense<[[[-0.0652084947, 0.608283401]]]>
func.func @normalized() -> tensor<1x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0]]]> : tensor<1x1x1xf32>}> : () -> tensor<1x1x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5], [1.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5], [1.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[0.5], [1.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[0.5], [1.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[0.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[[0.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<[[0.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %g = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %o = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %p = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %q = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %m, %n, %o, %p, %q, %r) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x1x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x1xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<1x1x2xf32>
  func.return %0 : tensor<1x1x2xf32>
}

// CHECK-LABEL: func.func @hybrid
// Rules R2 and H1.
// CHECK: dense<[[[0.318841606], [0.00262225838], [0.154931664]]]>
func.func @hybrid() -> tensor<1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0], [0.5]]]> : tensor<1x3x1xf32>}> : () -> tensor<1x3x1xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %u = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %a = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %b = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %c = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %g = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, time_major = false}> : (tensor<1x3x1xf32>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x3x1xf32>
  func.return %0 : tensor<1x3x1xf32>
}

// CHECK-LABEL: func.func @hybrid_asymmetric
// Rules R2 and H2.
// CHECK: dense<0.276319921>
func.func @hybrid_asymmetric() -> tensor<1x1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0, -0.25]]]> : tensor<1x1x2xf32>}> : () -> tensor<1x1x2xf32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127, 64]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127, 64]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>
  %u = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127, 64]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127, 64]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %a = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %b = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %c = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %g = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true, time_major = false}> : (tensor<1x1x2xf32>, tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x2x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1x1xf32>
  func.return %0 : tensor<1x1x1xf32>
}

// CHECK-LABEL: func.func @integers
// A memory of int16 at 2^-11 (rules R7 and R8); the state is -1, which stands for 0, at first
// (rule R9).
// CHECK: dense<[[[-21], [5], [-2]]]>
func.func @integers() -> tensor<1x3x1x!quant.uniform<i8:f32, 0.0078125:-1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x1x!quant.uniform<i8:f32, 0.0078125:-1>>, value = dense<[[[64], [-128], [32]]]> : tensor<1x3x1xi8>}> : () -> tensor<1x3x1x!quant.uniform<i8:f32, 0.0078125:-1>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %u = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[-127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[100]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[32]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %a = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[-64]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %b = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[96]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %c = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, value = dense<[[127]]> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %g = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, value = dense<[1000]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>
  %h = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, value = dense<[2000]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>
  %i = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>
  %j = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, value = dense<[-500]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>
  %m = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.0078125:-1>>, value = dense<-1> : tensor<1x1xi8>}> {tfl.is_variable} : () -> tensor<1x1x!quant.uniform<i8:f32, 0.0078125:-1>>
  %n = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i16:f32, 0.00048828125>>, value = dense<0> : tensor<1x1xi16>}> {tfl.is_variable} : () -> tensor<1x1x!quant.uniform<i16:f32, 0.00048828125>>
  %0 = "tfl.unidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, time_major = false, input_to_input_intermediate = tensor<0xf32>, input_to_forget_intermediate = tensor<0xf32>, input_to_cell_intermediate = tensor<0xf32>, input_to_output_intermediate = tensor<0xf32>, effective_hidden_scale_intermediate = tensor<0x!quant.uniform<i8:f32, 0.0078125:-1>>}> : (tensor<1x3x1x!quant.uniform<i8:f32, 0.0078125:-1>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, tensor<1x1x!quant.uniform<i8:f32, 0.0078125>>, none, none, none, tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, tensor<1x!quant.uniform<i32:f32, 6.103515625e-05>>, none, none, tensor<1x1x!quant.uniform<i8:f32, 0.0078125:-1>>, tensor<1x1x!quant.uniform<i16:f32, 0.00048828125>>) -> tensor<1x3x1x!quant.uniform<i8:f32, 0.0078125:-1>>
  func.return %0 : tensor<1x3x1x!quant.uniform<i8:f32, 0.0078125:-1>>
}
