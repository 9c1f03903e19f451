// RUN: not %qopt %s 2>&1 | filecheck %s

// Each output is as wide as its cells.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.bidirectional_sequence_rnn "bidirectional_rnn": bw_output has shape [1, 4, 2]; expected [1, 4, 3]
// CHECK-NOT: {{.}}

func.func @main(
    %input: tensor<1x4x2xf32>, %fw_input_weights: tensor<3x2xf32>,
    %fw_recurrent_weights: tensor<3x3xf32>, %fw_bias: tensor<3xf32>,
    %fw_hidden_state: tensor<1x3xf32>, %bw_input_weights: tensor<3x2xf32>,
    %bw_recurrent_weights: tensor<3x3xf32>, %bw_bias: tensor<3xf32>,
    %bw_hidden_state: tensor<1x3xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %fw_output, %bw_output = "tfl.bidirectional_sequence_rnn"(%input, %fw_input_weights, %fw_recurrent_weights, %fw_bias, %fw_hidden_state, %bw_input_weights, %bw_recurrent_weights, %bw_bias, %bw_hidden_state, %none, %none, %none) {qir.tensors = [{name = "bidirectional_rnn"}]} : (tensor<1x4x2xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>, none, none, none) -> (tensor<1x4x3xf32>, tensor<1x4x2xf32>)
  func.return
}
