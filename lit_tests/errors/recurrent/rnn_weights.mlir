// RUN: not %qopt %s 2>&1 | filecheck %s

// Weights are [cell, in].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rnn: input_weights has shape [3, 4]; expected [cell=3, in=2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>, %input_weights: tensor<3x4xf32>, %recurrent_weights: tensor<3x3xf32>, %bias: tensor<3xf32>, %hidden_state: tensor<1x3xf32>) {
  %output = "tfl.rnn"(%input, %input_weights, %recurrent_weights, %bias, %hidden_state) : (tensor<1x2xf32>, tensor<3x4xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
  func.return
}
