// RUN: not %qopt %s 2>&1 | filecheck %s

// A convolution's filter is [out, height, width, in].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: filter has shape [3, 3, 2]; expected [out, filter_height, filter_width, channels_per_group]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x3x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x3x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
