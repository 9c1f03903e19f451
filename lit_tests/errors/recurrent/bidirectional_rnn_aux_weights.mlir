// RUN: not %qopt %s 2>&1 | filecheck %s

// Both directions have weights for the auxiliary input, or none has.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.bidirectional_sequence_rnn: one of the aux_input_weights is absent; expected both or none
// CHECK-NOT: {{.}}

func.func @main(
    %input: tensor<1x4x2xf32>, %fw_input_weights: tensor<3x2xf32>,
    %fw_recurrent_weights: tensor<3x3xf32>, %fw_bias: tensor<3xf32>,
    %fw_hidden_state: tensor<1x3xf32>, %bw_input_weights: tensor<3x2xf32>,
    %bw_recurrent_weights: tensor<3x3xf32>, %bw_bias: tensor<3xf32>,
    %bw_hidden_state: tensor<1x3xf32>, %aux_input: tensor<1x4x2xf32>,
    %fw_aux_input_weights: tensor<3x2xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %fw_output, %bw_output = "tfl.bidirectional_sequence_rnn"(
      %input, %fw_input_weights, %fw_recurrent_weights, %fw_bias, %fw_hidden_state,
      %bw_input_weights, %bw_recurrent_weights, %bw_bias, %bw_hidden_state, %aux_input,
      %fw_aux_input_weights, %none) : (
      tensor<1x4x2xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>,
      tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>, tensor<1x4x2xf32>,
      tensor<3x2xf32>, none) -> (tensor<1x4x3xf32>, tensor<1x4x3xf32>)
  func.return
}
