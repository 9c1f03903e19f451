// RUN: not %qopt %s 2>&1 | filecheck %s

// Each channel's zero point is one of the stored integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}zero_point_of_channel.mlir: line 9, column {{[0-9]+}}: zero point 200 is outside -128:127 of i8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32:0, {1.0, 2.0:200}>>) {
  func.return
}
