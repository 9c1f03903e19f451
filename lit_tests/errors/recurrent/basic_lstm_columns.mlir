// RUN: not %qopt %s 2>&1 | filecheck %s

// One matrix has columns for input and state.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.basic_lstm: weights_input has 4 columns; expected 5, as input and state have
// CHECK-NOT: {{.}}

func.func @main(%data_input: tensor<1x2xf32>, %prev_activ_input: tensor<1x3xf32>, %weights_input: tensor<12x4xf32>, %biases_input: tensor<12xf32>, %prev_state_input: tensor<1x3xf32>) {
  %activ_output, %state_output, %concat_temp, %activ_temp = "tfl.basic_lstm"(%data_input, %prev_activ_input, %weights_input, %biases_input, %prev_state_input) <{kernel_type = #tfl<lstm_kernel_type_attr BASIC>}> : (tensor<1x2xf32>, tensor<1x3xf32>, tensor<12x4xf32>, tensor<12xf32>, tensor<1x3xf32>) -> (tensor<1x3xf32>, tensor<1x3xf32>, tensor<1x4xf32>, tensor<1x12xf32>)
  func.return
}
