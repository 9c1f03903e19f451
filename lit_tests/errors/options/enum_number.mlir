// RUN: not %qopt %s 2>&1 | filecheck %s

// The number of a member fits its field.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: padding is 300; expected -128..127
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = 300 : i32, stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x1x1x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
