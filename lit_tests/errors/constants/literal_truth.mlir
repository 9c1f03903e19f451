// RUN: not %qopt %s 2>&1 | filecheck %s

// Truth values are of i1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_truth.mlir: line 10, column {{[0-9]+}}: true is an i1; expected i8
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<true> : tensor<1xi8>}> : () -> tensor<1xi8>
  func.return
}
