// RUN: not %qopt %s 2>&1 | filecheck %s

// The property says the same as the result.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: result type tensor<3x2x!quant.uniform<i8:f32, 1.0>> differs from qtype tensor<3x2x!quant.uniform<i8:f32, 2.0>>
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32, 2.0>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32, 1.0>>
  func.return
}
