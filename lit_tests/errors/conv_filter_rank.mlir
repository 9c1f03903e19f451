// RUN: not %qopt %s 2>&1 | filecheck %s

// A convolution's filter is [out, height, width, in].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}filter has shape [3, 3, 2]; expected rank 4
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x2xf32>, %w: tensor<3x3x2xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) : (tensor<1x4x4x2xf32>, tensor<3x3x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
