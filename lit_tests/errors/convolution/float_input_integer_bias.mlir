// RUN: not %qopt %s 2>&1 | filecheck %s

// The bias of a float input is float, whatever the filter is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: bias holds i32; expected floats as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>, %filter: tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, %bias: tensor<3x!quant.uniform<i32:f32, 0.25>>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2xf32>, tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x!quant.uniform<i32:f32, 0.25>>) -> tensor<1x4x4x3xf32>
  func.return
}
