// RUN: %qopt %s --pass=choose-kernels --pass=fuse-inputs | filecheck %s

// The products of the inputs of all steps, 28x6, become those of one step, 6.
// CHECK-LABEL: func.func @lstm
// CHECK-NOT:     fully_connected
// CHECK:         %y, %{{.*}}, %{{.*}} = "c.call"(%h, %c, %x, %[[W:.*]], %[[R:.*]], %{{.*}}) <{kernel = "lstm_inputs_f32"
// CHECK-SAME:      depth = 3 : i32
// CHECK-SAME:      states = array<i32: 0, 1>
// CHECK-SAME:      -> (tensor<1x28x2xf32>, tensor<3x2xf32>, tensor<6xf32>)
// CHECK-NEXT:    func.return %y
func.func @lstm(%x: tensor<1x28x3xf32>) -> tensor<1x28x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %r = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, time_major = false, asymmetric_quantize_inputs = false}> : (tensor<1x28x3xf32>, none, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, none, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x28x2xf32>
  func.return %y : tensor<1x28x2xf32>
}

// Of a single step there is nothing to save.
// CHECK-LABEL: func.func @step
// CHECK:         kernel = "fully_connected_f32"
// CHECK:         kernel = "lstm_f32"
func.func @step(%x: tensor<1x1x3xf32>) -> tensor<1x1x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %r = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.unidirectional_sequence_lstm"(%x, %none, %w, %w, %w, %none, %r, %r, %r, %none, %none, %none, %none, %b, %b, %b, %none, %none, %h, %c, %none, %none, %none, %none) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, time_major = false, asymmetric_quantize_inputs = false}> : (tensor<1x1x3xf32>, none, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, none, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, none, none, none, none, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, none, none, tensor<1x2xf32>, tensor<1x2xf32>, none, none, none, none) -> tensor<1x1x2xf32>
  func.return %y : tensor<1x1x2xf32>
}
