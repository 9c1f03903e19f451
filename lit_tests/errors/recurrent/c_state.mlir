// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// A state is memory that the model keeps; this one is its input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.lstm: no C kernel: input_cell_state is no variable tensor; kernels take one
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x3xf32>, %c: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %r = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = true}> : (tensor<1x3xf32>, none, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, none, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
