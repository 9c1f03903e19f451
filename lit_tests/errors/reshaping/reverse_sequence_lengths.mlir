// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a length for each sequence.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reverse_sequence: seq_lengths has 3 elements; expected 2, the size of batch_dim
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %seq_lengths: tensor<3xi32>) {
  %output = "tfl.reverse_sequence"(%input, %seq_lengths) <{batch_dim = 0 : i32, seq_dim = 1 : i32}> : (tensor<2x3xf32>, tensor<3xi32>) -> tensor<2x3xf32>
  func.return
}
