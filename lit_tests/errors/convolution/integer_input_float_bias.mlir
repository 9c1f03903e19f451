// RUN: not %qopt %s 2>&1 | filecheck %s

// An integer input needs an integer bias.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d "conv1/BiasAdd": bias holds f32; expected i32, for input holds i8
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, %filter: tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, %bias: tensor<3xf32>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> {qir.tensors = [{name = "conv1/BiasAdd"}]} : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<1x4x4x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
