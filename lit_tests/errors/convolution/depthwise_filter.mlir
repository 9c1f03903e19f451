// RUN: not %qopt %s 2>&1 | filecheck %s

// A depthwise filter is [1, height, width, out].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depthwise_conv_2d: filter has shape [2, 1, 1, 4]; expected [1, filter_height, filter_width, out]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<2x1x1x4xf32>, %bias: tensor<4xf32>) {
  %output = "tfl.depthwise_conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<2x1x1x4xf32>, tensor<4xf32>) -> tensor<1x4x4x4xf32>
  func.return
}
