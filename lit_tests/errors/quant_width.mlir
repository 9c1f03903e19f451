// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of a width that the format has.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}quant_width.mlir: line 8, column {{[0-9]+}}: integers are stored as i7; expected {{.*}}
// CHECK-NOT: {{.}}
func.func @main(%x: tensor<2x!quant.uniform<i7:f32, 1.0>>) {
  func.return
}
