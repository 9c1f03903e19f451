// RUN: not %qopt %s 2>&1 | filecheck %s

// Digits are those of every element, or of one.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_digits.mlir: line 10, column {{[0-9]+}}: 2 bytes in digits do not make 3 elements of f32
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<"0x0102"> : tensor<3xf32>}> : () -> tensor<3xf32>
  func.return
}
