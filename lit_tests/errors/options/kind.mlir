// RUN: not %qopt %s 2>&1 | filecheck %s

// A string where an option is a number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: stride_w is "wide"; expected int32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x3xf32>, %w: tensor<3x1x1x3xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) <{stride_w = "wide"}> : (tensor<1x4x4x3xf32>, tensor<3x1x1x3xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
