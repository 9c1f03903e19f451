// RUN: not %qopt %s 2>&1 | filecheck %s

// A float has a point.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_float.mlir: line 10, column {{[0-9]+}}: 1 is no f32; expected a number with a point
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
