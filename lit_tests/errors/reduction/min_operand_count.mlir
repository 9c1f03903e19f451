// RUN: not %qopt %s 2>&1 | filecheck %s

// A reduction takes its axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reduce_min: 1 operand; expected 2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.reduce_min"(%input) : (tensor<2x3xf32>) -> tensor<2xf32>
  func.return
}
