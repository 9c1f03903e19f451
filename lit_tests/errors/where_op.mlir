// RUN: not %qopt %s 2>&1 | filecheck %s

// A message about an op names the op and its function: a module holds many.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@second{{.*}}tfl.conv_2d{{.*}}filter has shape [3, 3, 2]; expected rank 4
// CHECK-NOT: {{.}}

func.func @first() {
  func.return
}

func.func @second(%x: tensor<1x4x4x2xf32>, %w: tensor<3x3x2xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) : (tensor<1x4x4x2xf32>, tensor<3x3x2xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
