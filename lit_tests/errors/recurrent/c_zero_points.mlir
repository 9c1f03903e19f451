// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Hybrid kernels know of no zero points of weights.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.lstm: no C kernel: recurrent_to_forget_weights holds {{.*}}; kernels take scales alone, one for each row
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8:f32, 0.5:3>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8:f32, 0.5:3>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true}> : (tensor<1x3xf32>, none, tensor<2x3x!quant.uniform<i8:f32, 0.5:3>>, tensor<2x3x!quant.uniform<i8:f32, 0.5:3>>, tensor<2x3x!quant.uniform<i8:f32, 0.5:3>>, none, tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, tensor<2x2x!quant.uniform<i8:f32, 0.5:3>>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
