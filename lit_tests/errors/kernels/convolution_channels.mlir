// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Of no channels there are no groups.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.conv_2d: no C kernel: input has no channels; kernels take 1 or more
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x0xf32>, %w: tensor<2x1x1x2xf32>, %b: tensor<2xf32>) -> tensor<1x4x4x2xf32> {
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x0xf32>, tensor<2x1x1x2xf32>, tensor<2xf32>) -> tensor<1x4x4x2xf32>
  func.return %y : tensor<1x4x4x2xf32>
}
