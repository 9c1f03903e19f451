// RUN: not %qopt %s 2>&1 | filecheck %s

// A scale is not 0.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale_zero.mlir: line 9, column {{[0-9]+}}: scale 0.0 is not a positive number
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 0.0>>) {
  func.return
}
