// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// LiteRT takes sums of weights of another batch there (rule M7).

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.batch_matmul: no C kernel: y has batches along several axes; kernels take one beside zero points
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x1x4xf32>) -> tensor<2x2x1x3xf32> {
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x4x3x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<2x2x4x3xi8>}> : () -> tensor<2x2x4x3x!quant.uniform<i8:f32, 0.5>>
  %z = "tfl.batch_matmul"(%x, %y) <{asymmetric_quantize_inputs = true}> : (tensor<2x2x1x4xf32>, tensor<2x2x4x3x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x2x1x3xf32>
  func.return %z : tensor<2x2x1x3xf32>
}
