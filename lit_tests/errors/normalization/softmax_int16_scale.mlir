// RUN: not %qopt %s 2>&1 | filecheck %s

// Probabilities in int16 are in 32768 steps, or in all 65536.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.softmax: output has scale 0.001 with zero point 0; expected 3.05176e-05 with 0 or 1.52588e-05 with -32768
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x!quant.uniform<i16:f32, 0.001>>) {
  %output = "tfl.softmax"(%input) <{beta = 1.0 : f32}> : (tensor<1x4x!quant.uniform<i16:f32, 0.001>>) -> tensor<1x4x!quant.uniform<i16:f32, 0.001>>
  func.return
}
