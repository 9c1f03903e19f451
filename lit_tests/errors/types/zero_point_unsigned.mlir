// RUN: not %qopt %s 2>&1 | filecheck %s

// An unsigned integer's zero point is not negative.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}zero_point_unsigned.mlir: line 9, column {{[0-9]+}}: zero point -1 is outside 0:255 of u8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<u8:f32, 1.0:-1>>) {
  func.return
}
