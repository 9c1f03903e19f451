// RUN: not %qopt %s 2>&1 | filecheck %s

// A depthwise filter's outputs are its last axis, and so are its scales.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.depthwise_conv_2d: filter has scales along axis 0; expected axis 3
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, %filter: tensor<1x1x1x4x!quant.uniform<i8:f32:0, {0.5}>>, %bias: tensor<4x!quant.uniform<i32:f32, 0.25>>) {
  %output = "tfl.depthwise_conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x1x1x4x!quant.uniform<i8:f32:0, {0.5}>>, tensor<4x!quant.uniform<i32:f32, 0.25>>) -> tensor<1x4x4x4x!quant.uniform<i8:f32, 0.5>>
  func.return
}
