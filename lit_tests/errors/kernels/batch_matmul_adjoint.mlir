// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Rows of x are quantized one by one, as they lie in memory.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.batch_matmul: no C kernel: adj_x beside integer weights; kernels take rows of x as they lie
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x4xf32>) -> tensor<4x3xf32> {
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8:f32, 0.5>>
  %z = "tfl.batch_matmul"(%x, %y) <{adj_x = true}> : (tensor<2x4xf32>, tensor<2x3x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x3xf32>
  func.return %z : tensor<4x3xf32>
}
