// RUN: not %qopt %s 2>&1 | filecheck %s

// Channels run along an axis counted from the first.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}axis_negative.mlir: line 9, column {{[0-9]+}}: Expected integer literal
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32:-1, {1.0, 2.0}>>) {
  func.return
}
