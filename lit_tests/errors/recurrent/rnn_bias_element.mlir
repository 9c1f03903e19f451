// RUN: not %qopt %s 2>&1 | filecheck %s

// An RNN's bias is float.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rnn: bias holds i32; expected f32, f16 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>, %input_weights: tensor<3x2xf32>, %recurrent_weights: tensor<3x3xf32>, %bias: tensor<3xi32>, %hidden_state: tensor<1x3xf32>) {
  %output = "tfl.rnn"(%input, %input_weights, %recurrent_weights, %bias, %hidden_state) : (tensor<1x2xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xi32>, tensor<1x3xf32>) -> tensor<1x3xf32>
  func.return
}
