// RUN: not %qopt %s 2>&1 | filecheck %s

// A bias is at input's scale times filter's: it adds to their products.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.conv_2d "conv1/BiasAdd": bias has scale 0.75; expected 0.25, input's times filter's
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, %filter: tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, %bias: tensor<3x!quant.uniform<i32:f32, 0.75>>) {
  %output = "tfl.conv_2d"(%input, %filter, %bias) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}> {qir.tensors = [{name = "conv1/BiasAdd"}]} : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x1x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x!quant.uniform<i32:f32, 0.75>>) -> tensor<1x4x4x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
