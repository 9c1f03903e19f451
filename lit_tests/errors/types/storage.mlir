// RUN: not %qopt %s 2>&1 | filecheck %s

// What is stored is integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}storage.mlir: line 9, column {{[0-9]+}}: expected an integer storage type
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<f32:f32, 1.0>>) {
  func.return
}
