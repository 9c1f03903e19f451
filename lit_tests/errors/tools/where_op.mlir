// RUN: not %qopt %s 2>&1 | filecheck %s

// A message about an op names the op and its function: a module holds many.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@second op 0 tfl.conv_2d: filter has shape [3, 3, 2]; expected [out, filter_height, filter_width, channels_per_group]
// CHECK-NOT: {{.}}

func.func @first() {
  func.return
}

func.func @second(%x: tensor<1x4x4x2xf32>, %w: tensor<3x3x2xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) <{stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x3x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
