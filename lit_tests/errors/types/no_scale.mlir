// RUN: not %qopt %s 2>&1 | filecheck %s

// A quantized type has a scale.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}no_scale.mlir: line 9, column {{[0-9]+}}: a quantized type needs at least one scale
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8:f32:0, {}>>) {
  func.return
}
