// RUN: not %qopt %s 2>&1 | filecheck %s

// Elements of a unit vector in int8 are in 256 steps from -1 to 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.l2_normalization "embedding/l2_normalize": output has scale 0.00390625 with zero point -128; expected 0.0078125 with 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.l2_normalization"(%input) {qir.tensors = [{name = "embedding/l2_normalize"}]} : (tensor<1x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x4x!quant.uniform<i8:f32, 0.00390625:-128>>
  func.return
}
