// RUN: not %qopt %s 2>&1 | filecheck %s

// An int8 filter is symmetric where the input is quantized.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: filter has zero point 7; expected 0, where the input is quantized
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>, %w: tensor<2x1x1x1x!quant.uniform<i8:f32, 0.5:7>>) {
  %y = "tfl.conv_2d"(%x, %w) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}> : (tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>, tensor<2x1x1x1x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>
  func.return
}
