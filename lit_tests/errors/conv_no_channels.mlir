// RUN: not %qopt %s 2>&1 | filecheck %s

// A filter without input channels divides nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}input has 3 channels, no multiple of the filter's 0
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x3xf32>, %w: tensor<3x1x1x0xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) : (tensor<1x4x4x3xf32>, tensor<3x1x1x0xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
