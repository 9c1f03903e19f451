// RUN: not %qopt %s 2>&1 | filecheck %s

// Sequences and batch are along two axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reverse_sequence: seq_dim and batch_dim are both 1; expected two axes
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %seq_lengths: tensor<2xi32>) {
  %output = "tfl.reverse_sequence"(%input, %seq_lengths) <{batch_dim = 1 : i32, seq_dim = 1 : i32}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
