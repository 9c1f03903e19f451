// RUN: not %qopt %s 2>&1 | filecheck %s

// A convolution takes an input, a filter and maybe a bias.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: 4 operands; expected 2 or 3
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>, %scale: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias, %scale) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
