// RUN: not %qopt %s 2>&1 | filecheck %s

// The axis of a block size is one of the scales.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}block_axis.mlir: line 9, column {{[0-9]+}}: blocks along axis 2, but the scales have 2 axes
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{2:2}, {{0.5}, {0.25}}>>) {
  func.return
}
