// RUN: not %qopt %s 2>&1 | filecheck %s

// A dilated filter reaches farther than it is wide.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: output has shape [1, 6, 6, 3]; expected [1, 4, 4, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x8x8x2xf32>, %filter: tensor<3x3x3x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{dilation_h_factor = 2 : i32, dilation_w_factor = 2 : i32, padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x8x8x2xf32>, tensor<3x3x3x2xf32>, tensor<3xf32>) -> tensor<1x6x6x3xf32>
  func.return
}
