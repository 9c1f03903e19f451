// RUN: not %qopt %s 2>&1 | filecheck %s

// A scale is written with a point.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale_integer.mlir: line 9, column {{[0-9]+}}: a scale is a float literal, with a point: 1.0
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 1>>) {
  func.return
}
