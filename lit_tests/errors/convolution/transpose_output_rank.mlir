// RUN: not %qopt %s 2>&1 | filecheck %s

// An output of a 2D convolution has four sizes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose_conv: output_shape has shape [3]; expected [4]
// CHECK-NOT: {{.}}

func.func @main(%filter: tensor<3x2x2x2xf32>, %input: tensor<1x4x4x2xf32>, %bias: tensor<3xf32>) {
  %output_shape = "tfl.pseudo_const"() <{value = dense<[8, 8, 3]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %output = "tfl.transpose_conv"(%output_shape, %filter, %input, %bias) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<3xi32>, tensor<3x2x2x2xf32>, tensor<1x4x4x2xf32>, tensor<3xf32>) -> tensor<1x8x8x3xf32>
  func.return
}
