// RUN: not %qopt %s 2>&1 | filecheck %s

// A signed integer is written without a sign.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}signed.mlir: line 9, column {{[0-9]+}}: integers are stored as si8; expected i or u and 2, 4, 8, 16 or 32 bits
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<si8:f32, 1.0>>) {
  func.return
}
