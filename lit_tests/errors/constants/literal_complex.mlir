// RUN: not %qopt %s 2>&1 | filecheck %s

// A complex number is a pair.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}literal_complex.mlir: line 10, column {{[0-9]+}}: 1.0 is no pair of numbers; expected complex<f32>
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1xcomplex<f32>>}> : () -> tensor<1xcomplex<f32>>
  func.return
}
