// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Activations are floats.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.fully_connected: no C kernel: input holds !quant.uniform<i8:f32, 0.5>; kernels take f32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x!quant.uniform<i8:f32, 0.5>>, %w: tensor<1x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x1x!quant.uniform<i8:f32, 0.5>> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) : (tensor<1x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x2x!quant.uniform<i8:f32, 0.5>>, none) -> tensor<1x1x!quant.uniform<i8:f32, 0.5>>
  func.return %y : tensor<1x1x!quant.uniform<i8:f32, 0.5>>
}
