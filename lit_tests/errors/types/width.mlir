// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of a width that the format has.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}width.mlir: line 8, column {{[0-9]+}}: integers are stored as i7; expected i or u and 2, 4, 8, 16 or 32 bits
// CHECK-NOT: {{.}}
func.func @main(%x: tensor<2x!quant.uniform<i7:f32, 1.0>>) {
  func.return
}
