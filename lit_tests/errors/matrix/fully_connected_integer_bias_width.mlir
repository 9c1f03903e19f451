// RUN: not %qopt %s 2>&1 | filecheck %s

// Products of int8 are added up in int32.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: bias holds i64; expected i32, for input holds i8
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x2x!quant.uniform<i8:f32, 0.5>>, %w: tensor<3x2x!quant.uniform<i8:f32, 0.5>>, %b: tensor<3xi64>) {
  %y = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x2x!quant.uniform<i8:f32, 0.5>>, tensor<3x2x!quant.uniform<i8:f32, 0.5>>, tensor<3xi64>) -> tensor<1x3x!quant.uniform<i8:f32, 0.5>>
  func.return
}
