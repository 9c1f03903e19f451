// RUN: not %qopt %s 2>&1 | filecheck %s

// A message about a type has its line and column.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}where.mlir: line 9, column {{[0-9]+}}: storage bounds -200:127 are outside -128:127 of i8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x!quant.uniform<i8<-200:127>:f32, 1.0>>) {
  func.return
}
