// RUN: not %qopt %s 2>&1 | filecheck %s

// The value of an option that is not in its enum.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: padding is "FULL"; expected one of SAME, VALID
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x3xf32>, %w: tensor<3x1x1x3xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "FULL"}> : (tensor<1x4x4x3xf32>, tensor<3x1x1x3xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
