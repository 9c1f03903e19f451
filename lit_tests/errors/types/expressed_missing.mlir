// RUN: not %qopt %s 2>&1 | filecheck %s

// A type says what it stands for.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}expressed_missing.mlir: line 9, column {{[0-9]+}}: Expected ':'
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8, 1.0>>) {
  func.return
}
