// RUN: not %qopt %s 2>&1 | filecheck %s

// What is no string is none of a tensor of strings.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_string.mlir: line 10, column {{[0-9]+}}: 1 is no string; expected !tf_type.string
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : tensor<1x!tf_type.string>}> : () -> tensor<1x!tf_type.string>
  func.return
}
