// RUN: not %qopt %s 2>&1 | filecheck %s

// Both weights hold the same.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rnn: recurrent_weights holds f32; expected i8 as input_weights does
// CHECK-NOT: {{.}}

func.func @main(
    %input: tensor<1x2xf32>, %input_weights: tensor<3x2x!quant.uniform<i8:f32, 0.5>>,
    %recurrent_weights: tensor<3x3xf32>, %bias: tensor<3xf32>, %hidden_state: tensor<1x3xf32>) {
  %output = "tfl.rnn"(%input, %input_weights, %recurrent_weights, %bias, %hidden_state) : (tensor<1x2xf32>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
  func.return
}
