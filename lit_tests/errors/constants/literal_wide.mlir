// RUN: not %qopt %s 2>&1 | filecheck %s

// Numbers of more than 64 bits have no literals.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_wide.mlir: line 10, column {{[0-9]+}}: elements of tensor<1xi128> have no literals
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi128>}> : () -> tensor<1xi128>
  func.return
}
