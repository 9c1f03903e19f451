// RUN: not %qopt %s 2>&1 | filecheck %s

// The scales of blocks have the axes of the tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: it has scales of 1 axis; expected 2
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x2x!quant.uniform<i8:f32:{0:2}, {0.5, 0.25}>>, value = dense<1> : tensor<4x2xi8>}> : () -> tensor<4x2x!quant.uniform<i8:f32:{0:2}, {0.5, 0.25}>>
  func.return
}
