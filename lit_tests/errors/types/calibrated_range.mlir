// RUN: not %qopt %s 2>&1 | filecheck %s

// A range has a least and a greatest value.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}calibrated_range.mlir: line 9, column {{[0-9]+}}: the range 1.0 to -1.0 is empty
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32, 0.5>>, %y: tensor<!quant.calibrated<f32<1.0:-1.0>>>) {
  func.return
}
