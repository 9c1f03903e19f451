// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Each row has a scale, not each column.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.embedding_lookup: no C kernel: value has scales along axis 1; kernels take axis 0
// CHECK-NOT: {{.}}

func.func @main(%i: tensor<1xi32>) -> tensor<1x2xf32> {
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<4x2x!quant.uniform<i8:f32:1, {0.5, 1.0}>>, value = dense<1> : tensor<4x2xi8>}> : () -> tensor<4x2x!quant.uniform<i8:f32:1, {0.5, 1.0}>>
  %y = "tfl.embedding_lookup"(%i, %t) : (tensor<1xi32>, tensor<4x2x!quant.uniform<i8:f32:1, {0.5, 1.0}>>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
