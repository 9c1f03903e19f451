// RUN: not %qopt %s 2>&1 | filecheck %s

// A literal is one of a tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_type.mlir: line 10, column {{[0-9]+}}: a literal of type i8; expected a tensor
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : i8}> : () -> tensor<1xi8>
  func.return
}
