// RUN: not %qopt %s 2>&1 | filecheck %s

// Bounds go up.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}bounds_order.mlir: line 9, column {{[0-9]+}}: storage bounds 7:-8 are outside -128:127 of i8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8<7:-8>:f32, 1.0>>) {
  func.return
}
