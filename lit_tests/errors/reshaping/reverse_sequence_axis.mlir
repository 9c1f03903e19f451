// RUN: not %qopt %s 2>&1 | filecheck %s

// Sequences are along an axis of the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reverse_sequence: seq_dim is 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %seq_lengths: tensor<2xi32>) {
  %output = "tfl.reverse_sequence"(%input, %seq_lengths) <{batch_dim = 0 : i32, seq_dim = 2 : i32}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
