// RUN: not %qopt %s 2>&1 | filecheck %s

// Its lists are of one length.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_ragged.mlir: line 10, column {{[0-9]+}}: lists of different lengths in a literal
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<[[1, 2], [3]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  func.return
}
