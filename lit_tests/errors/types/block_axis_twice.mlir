// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis is cut into blocks once.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}block_axis_twice.mlir: line 9, column {{[0-9]+}}: an axis has several block sizes
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:2, 0:1}, {{0.5, 0.25}, {0.5, 0.25}}>>) {
  func.return
}
