// RUN: not %qopt %s 2>&1 | filecheck %s

// Operand 0 says the shape of the output.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose_conv "decoder/up1/conv2d_transpose": output has shape [1, 4, 4, 3]; expected [1, 8, 8, 3]
// CHECK-NOT: {{.}}

func.func @main(%filter: tensor<3x2x2x2xf32>, %input: tensor<1x4x4x2xf32>, %bias: tensor<3xf32>) {
  %output_shape = "tfl.pseudo_const"() <{value = dense<[1, 8, 8, 3]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %output = "tfl.transpose_conv"(%output_shape, %filter, %input, %bias) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}> {qir.tensors = [{name = "decoder/up1/conv2d_transpose"}]} : (tensor<4xi32>, tensor<3x2x2x2xf32>, tensor<1x4x4x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
