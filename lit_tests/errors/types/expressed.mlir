// RUN: not %qopt %s 2>&1 | filecheck %s

// What is meant is float32.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}expressed.mlir: line 9, column {{[0-9]+}}: integers stand for i32; expected a float type
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:i32, 1.0>>) {
  func.return
}
