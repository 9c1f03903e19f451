// RUN: not %qopt %s 2>&1 | filecheck %s

// Scales run along an axis of the tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: it has scales along axis 2; expected an axis of shape [3, 2]
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:2, {1.0, 2.0}>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:2, {1.0, 2.0}>>
  func.return
}
