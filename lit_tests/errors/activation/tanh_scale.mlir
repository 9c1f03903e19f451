// RUN: not %qopt %s 2>&1 | filecheck %s

// The hyperbolic tangent of int8 is in 256 steps from -1 to 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.tanh "cell/Tanh": output has scale 0.5 with zero point 0; expected 0.0078125 with 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.tanh"(%input) {qir.tensors = [{name = "cell/Tanh"}]} : (tensor<4x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x!quant.uniform<i8:f32, 0.5>>
  func.return
}
