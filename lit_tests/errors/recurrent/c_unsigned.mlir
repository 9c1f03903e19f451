// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Weights of uint8 are none that kernels read.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.unidirectional_sequence_rnn: no C kernel: input_weights holds !quant.uniform<u8:f32, 0.5>; kernels take f32, or constants of i8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x3xf32>) -> tensor<1x2x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<u8:f32, 0.5>>, value = dense<1> : tensor<2x3xui8>}> : () -> tensor<2x3x!quant.uniform<u8:f32, 0.5>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<u8:f32, 0.5>>, value = dense<1> : tensor<2x2xui8>}> : () -> tensor<2x2x!quant.uniform<u8:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %h) <{fused_activation_function = "TANH", time_major = false, asymmetric_quantize_inputs = true}> : (tensor<1x2x3xf32>, tensor<2x3x!quant.uniform<u8:f32, 0.5>>, tensor<2x2x!quant.uniform<u8:f32, 0.5>>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}
