// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a state for each sequence.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.unidirectional_sequence_rnn "rnn/while": hidden_state is for a batch of 4; expected 1 as input has
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x2xf32>, %input_weights: tensor<3x2xf32>, %recurrent_weights: tensor<3x3xf32>, %bias: tensor<3xf32>, %hidden_state: tensor<4x3xf32>) {
  %output = "tfl.unidirectional_sequence_rnn"(%input, %input_weights, %recurrent_weights, %bias, %hidden_state) {qir.tensors = [{name = "rnn/while"}]} : (tensor<1x4x2xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<4x3xf32>) -> tensor<1x4x3xf32>
  func.return
}
