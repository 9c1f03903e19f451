// RUN: not %qopt %s 2>&1 | filecheck %s

// Convolutions in three dimensions have no integer kernel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_3d: input holds i8; expected f32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2x4x4x2x!quant.uniform<i8:f32, 0.5>>, %filter: tensor<1x1x1x2x3xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_3d"(%input, %filter, %bias) <{padding = "SAME", stride_d = 1 : i32, stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x2x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x1x1x2x3xf32>, tensor<3xf32>) -> tensor<1x2x4x4x3xf32>
  func.return
}
