// RUN: not %qopt %s 2>&1 | filecheck %s

// As many scales as channels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: it has 2 scales along axis 0; expected 3, a scale for each channel
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>
  func.return
}
