// RUN: not %qopt %s 2>&1 | filecheck %s

// A number that does not fit the option's field.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: stride_w is 3000000000; expected -2147483648..2147483647
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4x4x3xf32>, %w: tensor<3x1x1x3xf32>, %b: tensor<3xf32>) {
  %y = "tfl.conv_2d"(%x, %w, %b) <{stride_w = 3000000000 : i64}> : (tensor<1x4x4x3xf32>, tensor<3x1x1x3xf32>, tensor<3xf32>) -> tensor<1x4x4x3xf32>
  func.return
}
