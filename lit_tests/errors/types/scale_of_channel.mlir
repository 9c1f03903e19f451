// RUN: not %qopt %s 2>&1 | filecheck %s

// Each channel's scale is a positive number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale_of_channel.mlir: line 9, column {{[0-9]+}}: scale -2.0 is not a positive number
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32:0, {1.0, -2.0}>>) {
  func.return
}
