// RUN: not %qopt %s 2>&1 | filecheck %s

// Recurrent weights are square.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rnn "rnn/simple_rnn_cell": recurrent_weights has shape [3, 2]; expected [cell=3, cell=3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>, %input_weights: tensor<3x2xf32>, %recurrent_weights: tensor<3x2xf32>, %bias: tensor<3xf32>, %hidden_state: tensor<1x3xf32>) {
  %output = "tfl.rnn"(%input, %input_weights, %recurrent_weights, %bias, %hidden_state) {qir.tensors = [{name = "rnn/simple_rnn_cell"}]} : (tensor<1x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>, tensor<3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
  func.return
}
