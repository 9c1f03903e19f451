// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Sums of more products of 8 bits may not fit in 32.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.unidirectional_sequence_rnn: no C kernel: input_weights has 70,000 columns; kernels of integers take up to 65,793
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x70000xf32>) -> tensor<1x2x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x70000x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x70000xi8>}> : () -> tensor<2x70000x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_rnn"(%x, %w, %r, %b, %h) <{fused_activation_function = "TANH", time_major = false, asymmetric_quantize_inputs = true}> : (tensor<1x2x70000xf32>, tensor<2x70000x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2x2x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2x2xf32>
  func.return %y : tensor<1x2x2xf32>
}
