// RUN: not %qopt %s 2>&1 | filecheck %s

// A type has its scale.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale_missing.mlir: line 9, column {{[0-9]+}}: Expected ','
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32>>) {
  func.return
}
