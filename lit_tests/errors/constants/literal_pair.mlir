// RUN: not %qopt %s 2>&1 | filecheck %s

// Pairs of numbers are complex.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_pair.mlir: line 10, column {{[0-9]+}}: a pair of numbers where single ones are due; expected f32
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<(1.0, 2.0)> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
