// RUN: not %qopt %s 2>&1 | filecheck %s

// A literal has a static shape.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_static.mlir: line 10, column {{[0-9]+}}: a literal of type tensor<?xi8>; expected a static shape
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : tensor<?xi8>}> : () -> tensor<?xi8>
  func.return
}
