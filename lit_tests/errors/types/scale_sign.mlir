// RUN: not %qopt %s 2>&1 | filecheck %s

// A scale is a positive number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale_sign.mlir: line 9, column {{[0-9]+}}: scale -1.0 is not a positive number
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, -1.0>>) {
  func.return
}
