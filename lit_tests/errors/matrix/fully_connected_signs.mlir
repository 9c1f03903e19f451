// RUN: not %qopt %s 2>&1 | filecheck %s

// Signed and unsigned integers do not multiply.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: filter holds i8; expected ui8, for input holds ui8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x!quant.uniform<u8:f32, 0.5>>, %w: tensor<3x2x!quant.uniform<i8:f32, 0.5>>) {
  %y = "tfl.fully_connected"(%x, %w) : (tensor<1x2x!quant.uniform<u8:f32, 0.5>>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x!quant.uniform<u8:f32, 0.5>>
  func.return
}
