// RUN: not %qopt %s 2>&1 | filecheck %s

// A scale is a finite number; bits in hexadecimal are not an integer.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}scale_finite.mlir: line 9, column {{[0-9]+}}: a scale is a float literal, with a point: 1.0
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32, 0x7F800000>>) {
  func.return
}
