// RUN: not %qopt %s 2>&1 | filecheck %s

// An LSTM's operands are positional; the absent ones are written out.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.unidirectional_sequence_lstm: 2 operands; expected 20 or 24
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x3xf32>, %input_to_input_weights: tensor<4x3xf32>) {
  %output = "tfl.unidirectional_sequence_lstm"(%input, %input_to_input_weights) : (tensor<1x2x3xf32>, tensor<4x3xf32>) -> tensor<1x2x4xf32>
  func.return
}
