// RUN: not %qopt %s 2>&1 | filecheck %s

// As many scales as channels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}2 scales for 3 channels on axis 0 of shape [3, 2]
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<3x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>, value = dense<1> : tensor<3x2xi8>}> : () -> tensor<3x2x!quant.uniform<i8:f32:0, {1.0, 2.0}>>
  func.return
}
