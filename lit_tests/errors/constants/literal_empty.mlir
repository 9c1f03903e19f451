// RUN: not %qopt %s 2>&1 | filecheck %s

// A tensor that has elements has an empty literal no more than a list of others.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_empty.mlir: line 10, column {{[0-9]+}}: a literal of shape [0]; expected [1]
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
