// RUN: not %qopt %s 2>&1 | filecheck %s

// A hybrid op gives floats.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: the result holds i8; expected floats, for input holds f32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2xf32>, %w: tensor<3x2x!quant.uniform<i8:f32, 0.5>>) {
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x2xf32>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
