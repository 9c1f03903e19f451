// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @merged
// The second direction begins at the end.
// CHECK: dense<[[[-0.37247622, 0.397132576], [0.000776030822, 0.00667325873]]]>
func.func @merged() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
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
  %n = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %o = "tfl.pseudo_const"() <{value = dense<[[-1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %p = "tfl.pseudo_const"() <{value = dense<[[2.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[-0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %x4 = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x5 = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x6 = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x9 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x10 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x11 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x12 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.bidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %none, %n, %o, %p, %none, %r, %s, %t, %none, %none, %none, %none, %x4, %x5, %x6, %none, %none, %x9, %x10, %x11, %x12, %none, %none, %none, %none, %none, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, merge_outputs = true, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, none, none, none, none, none, none) -> tensor<1x2x2xf32>
  func.return %0 : tensor<1x2x2xf32>
}

// CHECK-LABEL: func.func @of_another
// The second direction reads the auxiliary input (rule R5).
// CHECK: dense<[[[-0.37247622], [0.000776030822]]]>
// CHECK: dense<[[[-0.232434034], [-6.767130e-02]]]>
func.func @of_another() -> (tensor<1x2x1xf32>, tensor<1x2x1xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
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
  %m = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %o = "tfl.pseudo_const"() <{value = dense<[[-1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %p = "tfl.pseudo_const"() <{value = dense<[[2.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %q = "tfl.pseudo_const"() <{value = dense<[[0.25]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[-0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %x3 = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x4 = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x5 = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x6 = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %x9 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x10 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x11 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x12 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %x13 = "tfl.pseudo_const"() <{value = dense<[[[0.5], [0.25]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %0:2 = "tfl.bidirectional_sequence_lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none, %g, %h, %i, %j, %none, %none, %m, %n, %o, %p, %q, %r, %s, %t, %none, %none, %none, %x3, %x4, %x5, %x6, %none, %none, %x9, %x10, %x11, %x12, %x13, %none, %none, %none, %none, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, merge_outputs = false, time_major = false}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, none, none, none, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x2x1xf32>, none, none, none, none, none, none, none, none) -> (tensor<1x2x1xf32>, tensor<1x2x1xf32>)
  func.return %0#0, %0#1 : tensor<1x2x1xf32>, tensor<1x2x1xf32>
}
