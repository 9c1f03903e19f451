// RUN: not %qopt %s 2>&1 | filecheck %s

// An LSTM's operands are positional; the absent ones are written out.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}2 operands; expected 20 or 24
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x3xf32>, %w: tensor<4x3xf32>) {
  %y = "tfl.unidirectional_sequence_lstm"(%x, %w) : (tensor<1x2x3xf32>, tensor<4x3xf32>) -> tensor<1x2x4xf32>
  func.return
}
