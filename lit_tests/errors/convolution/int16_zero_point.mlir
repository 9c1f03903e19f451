// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of 16 bits are symmetric.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: input holds i16 with zero point 7; expected 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i16:f32, 0.5:7>>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2x!quant.uniform<i16:f32, 0.5:7>>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
