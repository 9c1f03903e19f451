// RUN: not %qopt %s 2>&1 | filecheck %s

// Scales of channels are in braces.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scales_braces.mlir: line 9, column {{[0-9]+}}: '{' expected
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32:0, 1.0, 2.0>>) {
  func.return
}
