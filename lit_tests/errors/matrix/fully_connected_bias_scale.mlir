// RUN: not %qopt %s 2>&1 | filecheck %s

// A bias is at input's scale times filter's.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected "logits/BiasAdd": bias has scale 0.5; expected 0.25, input's times filter's
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x!quant.uniform<i8:f32, 0.5>>, %filter: tensor<3x4x!quant.uniform<i8:f32, 0.5>>, %bias: tensor<3x!quant.uniform<i32:f32, 0.5>>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) {qir.tensors = [{name = "logits/BiasAdd"}]} : (tensor<1x4x!quant.uniform<i8:f32, 0.5>>, tensor<3x4x!quant.uniform<i8:f32, 0.5>>, tensor<3x!quant.uniform<i32:f32, 0.5>>) -> tensor<1x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
