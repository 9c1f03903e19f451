// RUN: not %qopt %s 2>&1 | filecheck %s

// The logistic of int8 is in 256 steps from 0 to 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.logistic "gate/Sigmoid": output has scale 0.00390625 with zero point 0; expected 0.00390625 with -128
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.logistic"(%input) {qir.tensors = [{name = "gate/Sigmoid"}]} : (tensor<4x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x!quant.uniform<i8:f32, 0.00390625>>
  func.return
}
