// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @step
// Rule R20.
// CHECK: dense<8.004990e-01>
func.func @step() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5, 0.25]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.rnn"(%x, %y, %z, %u, %v) <{fused_activation_function = "TANH", asymmetric_quantize_inputs = false}> : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %0 : tensor<1x1xf32>
}
