// RUN: not %qopt %s 2>&1 | filecheck %s

// Blocks make up the tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_qconst: it has 3 blocks of 2 along axis 0; expected blocks that make up its 4 elements
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}, {0.125}}>>, value = dense<1> : tensor<4x2xi8>}> : () -> tensor<4x2x!quant.uniform<i8:f32:{0:2}, {{0.5}, {0.25}, {0.125}}>>
  func.return
}
