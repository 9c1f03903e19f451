// RUN: not %qopt %s 2>&1 | filecheck %s

// Both states have an element for each cell.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.basic_lstm: prev_state_input has shape [1, 4]; expected [batch=1, cell=3]
// CHECK-NOT: {{.}}

func.func @main(%data_input: tensor<1x2xf32>, %prev_activ_input: tensor<1x3xf32>, %weights_input: tensor<12x5xf32>, %biases_input: tensor<12xf32>, %prev_state_input: tensor<1x4xf32>) {
  %activ_output, %state_output, %concat_temp, %activ_temp = "tfl.basic_lstm"(%data_input, %prev_activ_input, %weights_input, %biases_input, %prev_state_input) <{kernel_type = #tfl<lstm_kernel_type_attr BASIC>}> : (tensor<1x2xf32>, tensor<1x3xf32>, tensor<12x5xf32>, tensor<12xf32>, tensor<1x4xf32>) -> (tensor<1x3xf32>, tensor<1x3xf32>, tensor<1x5xf32>, tensor<1x12xf32>)
  func.return
}
