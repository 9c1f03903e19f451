// RUN: not %qopt %s 2>&1 | filecheck %s

// Numbers are not quoted, save as the digits of all bytes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_quoted.mlir: line 10, column {{[0-9]+}}: a string where numbers are due; expected f32
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<["1"]> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
