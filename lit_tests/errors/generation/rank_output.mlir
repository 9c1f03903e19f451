// RUN: not %qopt %s 2>&1 | filecheck %s

// A rank is a scalar.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rank: output has shape [1]; expected []
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.rank"(%input) : (tensor<2x3xf32>) -> tensor<1xi32>
  func.return
}
