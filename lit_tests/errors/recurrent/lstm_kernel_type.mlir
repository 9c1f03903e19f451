// RUN: not %qopt %s 2>&1 | filecheck %s

// The LSTM of twenty operands is of the kernel type FULL.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.lstm: kernel_type is BASIC; expected FULL
// CHECK-NOT: {{.}}

func.func @main(
    %input: tensor<1x2xf32>, %input_to_forget_weights: tensor<3x2xf32>,
    %input_to_cell_weights: tensor<3x2xf32>, %input_to_output_weights: tensor<3x2xf32>,
    %recurrent_to_forget_weights: tensor<3x3xf32>, %recurrent_to_cell_weights: tensor<3x3xf32>,
    %recurrent_to_output_weights: tensor<3x3xf32>, %forget_gate_bias: tensor<3xf32>,
    %cell_bias: tensor<3xf32>, %output_gate_bias: tensor<3xf32>,
    %input_activation_state: tensor<1x3xf32>, %input_cell_state: tensor<1x3xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %output = "tfl.lstm"(
      %input, %none, %input_to_forget_weights, %input_to_cell_weights, %input_to_output_weights,
      %none, %recurrent_to_forget_weights, %recurrent_to_cell_weights,
      %recurrent_to_output_weights, %none, %none, %none, %none, %forget_gate_bias, %cell_bias,
      %output_gate_bias, %none, %none, %input_activation_state, %input_cell_state)
      <{kernel_type = #tfl<lstm_kernel_type_attr BASIC>}> : (
      tensor<1x2xf32>, none, tensor<3x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>, none,
      tensor<3x3xf32>, tensor<3x3xf32>, tensor<3x3xf32>, none, none, none, none, tensor<3xf32>,
      tensor<3xf32>, tensor<3xf32>, none, none, tensor<1x3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
  func.return
}
