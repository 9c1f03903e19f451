// RUN: not %qopt %s 2>&1 | filecheck %s

// One matrix has rows for all four gates.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.basic_lstm "basic_lstm_cell": weights_input has 9 rows; expected 12, 4 for each cell
// CHECK-NOT: {{.}}

func.func @main(%data_input: tensor<1x2xf32>, %prev_activ_input: tensor<1x3xf32>, %weights_input: tensor<9x5xf32>, %biases_input: tensor<9xf32>, %prev_state_input: tensor<1x3xf32>) {
  %activ_output, %state_output, %concat_temp, %activ_temp = "tfl.basic_lstm"(%data_input, %prev_activ_input, %weights_input, %biases_input, %prev_state_input) <{kernel_type = #tfl<lstm_kernel_type_attr BASIC>}> {qir.tensors = [{name = "basic_lstm_cell"}]} : (tensor<1x2xf32>, tensor<1x3xf32>, tensor<9x5xf32>, tensor<9xf32>, tensor<1x3xf32>) -> (tensor<1x3xf32>, tensor<1x3xf32>, tensor<1x5xf32>, tensor<1x12xf32>)
  func.return
}
