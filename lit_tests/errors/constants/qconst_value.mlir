// RUN: not %qopt %s 2>&1 | filecheck %s

// The integers fill the tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: its value is of type tensor<2x2xi8>; expected tensor<3x2xi8>
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<2x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32, 1.0>>
  func.return
}
