// RUN: not %qopt %s 2>&1 | filecheck %s

// A bias is added to products as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: bias has zero point 3; expected 0, where the input is quantized
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>, %w: tensor<2x1x1x1x!quant.uniform<i8:f32, 0.5>>, %b: tensor<2x!quant.uniform<i32:f32, 0.25:3>>) {
  %y = "tfl.conv_2d"(%x, %w, %b) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, dilation_h_factor = 1 : i32, dilation_w_factor = 1 : i32}> : (tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5>>, tensor<2x1x1x1x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i32:f32, 0.25:3>>) -> tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>
  func.return
}
