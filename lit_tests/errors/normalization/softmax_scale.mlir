// RUN: not %qopt %s 2>&1 | filecheck %s

// Probabilities in int8 are in 256 steps, counted from -128.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.softmax "Identity": output has scale 0.00390625 with zero point -127; expected 0.00390625 with -128
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.softmax"(%input) <{beta = 1.0 : f32}> {qir.tensors = [{name = "Identity"}]} : (tensor<1x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x4x!quant.uniform<i8:f32, 0.00390625:-127>>
  func.return
}
