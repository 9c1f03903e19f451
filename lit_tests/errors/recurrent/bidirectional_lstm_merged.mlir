// RUN: not %qopt %s 2>&1 | filecheck %s

// Where outputs are merged, there is one result.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.bidirectional_sequence_lstm: 2 results where outputs are merged; expected 1
// CHECK-NOT: {{.}}

func.func @main(
    %input: tensor<1x4x2xf32>, %fw_input_to_forget_weights: tensor<3x2xf32>,
    %fw_input_to_cell_weights: tensor<3x2xf32>, %fw_input_to_output_weights: tensor<3x2xf32>,
    %fw_recurrent_to_forget_weights: tensor<3x3xf32>,
    %fw_recurrent_to_cell_weights: tensor<3x3xf32>,
    %fw_recurrent_to_output_weights: tensor<3x3xf32>, %fw_forget_gate_bias: tensor<3xf32>,
    %fw_cell_bias: tensor<3xf32>, %fw_output_gate_bias: tensor<3xf32>,
    %bw_input_to_forget_weights: tensor<3x2xf32>, %bw_input_to_cell_weights: tensor<3x2xf32>,
    %bw_input_to_output_weights: tensor<3x2xf32>, %bw_recurrent_to_forget_weights: tensor<3x3xf32>,
    %bw_recurrent_to_cell_weights: tensor<3x3xf32>,
    %bw_recurrent_to_output_weights: tensor<3x3xf32>, %bw_forget_gate_bias: tensor<3xf32>,
    %bw_cell_bias: tensor<3xf32>, %bw_output_gate_bias: tensor<3xf32>,
    %fw_input_activation_state: tensor<1x3xf32>, %fw_input_cell_state: tensor<1x3xf32>,
    %bw_input_activation_state: tensor<1x3xf32>, %bw_input_cell_state: tensor<1x3xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %fw_output, %bw_output = "tfl.bidirectional_sequence_lstm"(
      %input, %none, %fw_input_to_forget_weights, %fw_input_to_cell_weights,
      %fw_input_to_output_weights, %none, %fw_recurrent_to_forget_weights,
      %fw_recurrent_to_cell_weights, %fw_recurrent_to_output_weights, %none, %none, %none, %none,
      %fw_forget_gate_bias, %fw_cell_bias, %fw_output_gate_bias, %none, %none, %none,
      %bw_input_to_forget_weights, %bw_input_to_cell_weights, %bw_input_to_output_weights, %none,
      %bw_recurrent_to_forget_weights, %bw_recurrent_to_cell_weights,
      %bw_recurrent_to_output_weights, %none, %none, %none, %none, %bw_forget_gate_bias,
      %bw_cell_bias, %bw_output_gate_bias, %none, %none, %fw_input_activation_state,
      %fw_input_cell_state, %bw_input_activation_state, %bw_input_cell_state, %none, %none, %none,
      %none, %none, %none, %none, %none, %none) <{merge_outputs = true, time_major = false}> : (
      tensor<1x4x2xf32>, none, tensor<3x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>, none,
      tensor<3x3xf32>, tensor<3x3xf32>, tensor<3x3xf32>, none, none, none, none, tensor<3xf32>,
      tensor<3xf32>, tensor<3xf32>, none, none, none, tensor<3x2xf32>, tensor<3x2xf32>,
      tensor<3x2xf32>, none, tensor<3x3xf32>, tensor<3x3xf32>, tensor<3x3xf32>, none, none, none,
      none, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, none, none, tensor<1x3xf32>,
      tensor<1x3xf32>, tensor<1x3xf32>, tensor<1x3xf32>, none, none, none, none, none, none, none,
      none, none) -> (tensor<1x4x3xf32>, tensor<1x4x3xf32>)
  func.return
}
