// RUN: not %qopt %s 2>&1 | filecheck %s

// An integer has no point.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_integer.mlir: line 10, column {{[0-9]+}}: 1.5 is no integer; expected i8
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<1xi8>}> : () -> tensor<1xi8>
  func.return
}
