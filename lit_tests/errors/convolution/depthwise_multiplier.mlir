// RUN: not %qopt %s 2>&1 | filecheck %s

// The multiplier says how many output channels each input channel has.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depthwise_conv_2d: depth_multiplier is 3; expected 2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<1x1x1x4xf32>, %bias: tensor<4xf32>) {
  %output = "tfl.depthwise_conv_2d"(%input, %filter, %bias) <{depth_multiplier = 3 : i32, padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<1x1x1x4xf32>, tensor<4xf32>) -> tensor<1x4x4x4xf32>
  func.return
}
