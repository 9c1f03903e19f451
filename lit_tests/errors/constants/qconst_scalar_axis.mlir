// RUN: not %qopt %s 2>&1 | filecheck %s

// A scalar has no channels.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: it has scales along axis 0; expected an axis of shape []
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<!quant.uniform<i8:f32:0, {1.0}>>, value = dense<1> : tensor<i8>}> : () -> tensor<!quant.uniform<i8:f32:0, {1.0}>>
  func.return
}
