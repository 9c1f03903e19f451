// RUN: not %qopt %s 2>&1 | filecheck %s

// A filter in three dimensions moves along the depth as well.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_3d: stride_d is missing; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x4x4x2xf32>, %filter: tensor<1x1x1x2x3xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_3d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x2x4x4x2xf32>, tensor<1x1x1x2x3xf32>, tensor<3xf32>) -> tensor<1x2x4x4x3xf32>
  func.return
}
