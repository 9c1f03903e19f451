// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a state for each of a batch.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rnn: hidden_state has shape [2, 3]; expected [batch=1, cell=3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>, %input_weights: tensor<3x2xf32>, %recurrent_weights: tensor<3x3xf32>, %bias: tensor<3xf32>, %hidden_state: tensor<2x3xf32>) {
  %output = "tfl.rnn"(%input, %input_weights, %recurrent_weights, %bias, %hidden_state) : (tensor<1x2xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<2x3xf32>) -> tensor<1x3xf32>
  func.return
}
