// RUN: not %qopt %s 2>&1 | filecheck %s

// A type ends with its bracket.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}unclosed.mlir: line 9, column {{[0-9]+}}: Expected '>' after builtin parameter list
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 1.0>) {
  func.return
}
