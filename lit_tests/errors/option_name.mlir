// RUN: not %qopt %s 2>&1 | filecheck %s

// An option that the operator does not have.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}property 'strides' is not defined by the operation 'tfl.conv_2d'{{.*}}
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x3xf32>, %w: tensor<3x1x1x3xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) <{strides = 1 : i32}> : (tensor<1x4x4x3xf32>, tensor<3x1x1x3xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
