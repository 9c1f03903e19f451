// RUN: not %qopt %s 2>&1 | filecheck %s

// The same for an unsigned storage type.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}bounds_unsigned.mlir: line 9, column {{[0-9]+}}: storage bounds -1:3 are outside 0:255 of u8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<u8<-1:3>:f32, 1.0>>) {
  func.return
}
