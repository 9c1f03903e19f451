// RUN: not %qopt %s 2>&1 | filecheck %s

// An integer fits its type.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_range.mlir: line 10, column {{[0-9]+}}: 300 does not fit i8; expected -128..255
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<300> : tensor<1xi8>}> : () -> tensor<1xi8>
  func.return
}
