// RUN: not %qopt %s 2>&1 | filecheck %s

// A zero point lies within the bounds that are written.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}zero_point_low.mlir: line 9, column {{[0-9]+}}: zero point -128 is outside the stored -127:127
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8<-127:127>:f32, 1.0:-128>>) {
  func.return
}
