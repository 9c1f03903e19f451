// RUN: not %qopt %s 2>&1 | filecheck %s

// Digits come in pairs, after 0x.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_pairs.mlir: line 10, column {{[0-9]+}}: expected hexadecimal digits in pairs after 0x
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<"0xZZ"> : tensor<1xi8>}> : () -> tensor<1xi8>
  func.return
}
