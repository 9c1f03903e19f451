// RUN: not %qopt %s 2>&1 | filecheck %s

// Elements are numbers, truth values, strings or pairs of numbers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_element.mlir: line 10, column {{[0-9]+}}: expected an element of a literal
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<@one> : tensor<1xi8>}> : () -> tensor<1xi8>
  func.return
}
