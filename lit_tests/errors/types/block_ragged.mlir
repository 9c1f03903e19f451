// RUN: not %qopt %s 2>&1 | filecheck %s

// Every row of blocks has as many.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}block_ragged.mlir: line 9, column {{[0-9]+}}: the scales of blocks are not as many in each row, or none
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:2, 1:1}, {{0.5, 0.25}, {0.5}}>>) {
  func.return
}
