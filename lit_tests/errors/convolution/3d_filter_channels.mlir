// RUN: not %qopt %s 2>&1 | filecheck %s

// A filter in three dimensions takes all channels of the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_3d: filter has shape [1, 1, 1, 1, 3]; expected [filter_depth=1, filter_height=1, filter_width=1, channels=2, out]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x4x4x2xf32>, %filter: tensor<1x1x1x1x3xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_3d"(%input, %filter, %bias) <{padding = "SAME", stride_d = 1 : i32, stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x2x4x4x2xf32>, tensor<1x1x1x1x3xf32>, tensor<3xf32>) -> tensor<1x2x4x4x3xf32>
  func.return
}
