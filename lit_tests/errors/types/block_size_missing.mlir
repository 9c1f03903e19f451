// RUN: not %qopt %s 2>&1 | filecheck %s

// Where scales differ along an axis, it is cut into blocks.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}block_size_missing.mlir: line 9, column {{[0-9]+}}: axis 1 has 2 scales but no block size
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5, 0.25}, {0.5, 0.25}}>>) {
  func.return
}
