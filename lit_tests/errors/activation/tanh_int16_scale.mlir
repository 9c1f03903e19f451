// RUN: not %qopt %s 2>&1 | filecheck %s

// The hyperbolic tangent of int16 is in 65536 steps from -1 to 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.tanh: output has scale 0.001 with zero point 0; expected 3.05176e-05 with 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x!quant.uniform<i16:f32, 0.001>>) {
  %output = "tfl.tanh"(%input) : (tensor<4x!quant.uniform<i16:f32, 0.001>>) -> tensor<4x!quant.uniform<i16:f32, 0.001>>
  func.return
}
