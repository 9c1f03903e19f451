// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @merged
// CHECK: dense<[[[6.000000e-01, 0.150000036], [-0.599999964, -9.000000e-01]]]>
func.func @merged() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %0 = "tfl.bidirectional_sequence_rnn"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %none, %none, %none) <{fused_activation_function = "NONE", asymmetric_quantize_inputs = false, time_major = false, merge_outputs = true}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, none, none, none) -> tensor<1x2x2xf32>
  func.return %0 : tensor<1x2x2xf32>
}

// CHECK-LABEL: func.func @of_another
// The second direction reads the auxiliary input (rule R5).
// CHECK: dense<[[[6.000000e-01, 1.015000e+01]], [[-0.599999964, 1.010000e+01]]]>
func.func @of_another() -> tensor<2x1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0]], [[-2.0]]]> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %d = "tfl.pseudo_const"() <{value = dense<[[[10.0]], [[20.0]]]> : tensor<2x1x1xf32>}> : () -> tensor<2x1x1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %0 = "tfl.bidirectional_sequence_rnn"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %d, %none, %none) <{fused_activation_function = "NONE", asymmetric_quantize_inputs = false, time_major = true, merge_outputs = true}> : (tensor<2x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<2x1x1xf32>, none, none) -> tensor<2x1x2xf32>
  func.return %0 : tensor<2x1x2xf32>
}

// CHECK-LABEL: func.func @of_another_by_batch
// Both directions read the input (rule R22).
// CHECK: dense<[[[6.000000e-01, 0.150000036], [-0.599999964, -9.000000e-01]]]>
func.func @of_another_by_batch() -> tensor<1x2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[1.0], [-2.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %d = "tfl.pseudo_const"() <{value = dense<[[[10.0], [20.0]]]> : tensor<1x2x1xf32>}> : () -> tensor<1x2x1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %0 = "tfl.bidirectional_sequence_rnn"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %d, %none, %none) <{fused_activation_function = "NONE", asymmetric_quantize_inputs = false, time_major = false, merge_outputs = true}> : (tensor<1x2x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>, tensor<1x2x1xf32>, none, none) -> tensor<1x2x2xf32>
  func.return %0 : tensor<1x2x2xf32>
}
