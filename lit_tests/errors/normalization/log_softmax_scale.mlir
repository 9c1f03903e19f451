// RUN: not %qopt %s 2>&1 | filecheck %s

// Logarithms of probabilities in int8 are from -16 to 0.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.log_softmax: output has scale 0.0625 with zero point -128; expected 0.0625 with 127
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.log_softmax"(%input) : (tensor<1x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x4x!quant.uniform<i8:f32, 0.0625:-128>>
  func.return
}
