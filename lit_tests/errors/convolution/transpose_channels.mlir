// RUN: not %qopt %s 2>&1 | filecheck %s

// Filter and input have the same channels, the filter as its last axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose_conv: input has shape [1, 4, 4, 2]; expected [batch=1, height=4, width=4, channels=4]
// CHECK-NOT: {{.}}

func.func @main(%filter: tensor<3x2x2x4xf32>, %input: tensor<1x4x4x2xf32>, %bias: tensor<3xf32>) {
  %output_shape = "tfl.pseudo_const"() <{value = dense<[1, 8, 8, 3]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %output = "tfl.transpose_conv"(%output_shape, %filter, %input, %bias) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<4xi32>, tensor<3x2x2x4xf32>, tensor<1x4x4x2xf32>, tensor<3xf32>) -> tensor<1x8x8x3xf32>
  func.return
}
