// RUN: not %qopt %s 2>&1 | filecheck %s

// A dilation of 1 is none; there is no 0.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: dilation_w_factor is 0; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{dilation_w_factor = 0 : i32, stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
