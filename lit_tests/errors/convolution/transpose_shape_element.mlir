// RUN: not %qopt %s 2>&1 | filecheck %s

// A shape holds integers of 32 or 64 bits.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose_conv: output_shape holds f32; expected i32 or i64
// CHECK-NOT: {{.}}

func.func @main(%output_shape: tensor<4xf32>, %filter: tensor<3x2x2x2xf32>, %input: tensor<1x4x4x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.transpose_conv"(%output_shape, %filter, %input, %bias) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<4xf32>, tensor<3x2x2x2xf32>, tensor<1x4x4x2xf32>, tensor<3xf32>) -> tensor<1x8x8x3xf32>
  func.return
}
