// RUN: not %qopt %s 2>&1 | filecheck %s

// A literal has the shape of its type.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_shape.mlir: line 10, column {{[0-9]+}}: a literal of shape [2]; expected [3]
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<3xi32>}> : () -> tensor<3xi32>
  func.return
}
