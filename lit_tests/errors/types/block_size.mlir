// RUN: not %qopt %s 2>&1 | filecheck %s

// A block has elements.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}block_size.mlir: line 9, column {{[0-9]+}}: blocks of 0 along axis 0
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2x!quant.uniform<i8:f32:{0:0}, {{0.5}, {0.25}}>>) {
  func.return
}
