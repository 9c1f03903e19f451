// RUN: not %qopt %s 2>&1 | filecheck %s

// A filter's scales run along its outputs.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d: filter has scales along axis 3; expected axis 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, %filter: tensor<3x1x1x2x!quant.uniform<i8:f32:3, {0.5, 0.25}>>) {
  %output = "tfl.conv_2d"(%input, %filter) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x1x1x2x!quant.uniform<i8:f32:3, {0.5, 0.25}>>) -> tensor<1x4x4x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
