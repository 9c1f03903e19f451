// RUN: not %qopt %s 2>&1 | filecheck %s

// What integers multiply to is quantized again.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: the result holds f32; expected integers, for input holds i8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x!quant.uniform<i8:f32, 0.5>>, %w: tensor<3x2x!quant.uniform<i8:f32, 0.5>>) {
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3xf32>
  func.return
}
