// RUN: not %qopt %s 2>&1 | filecheck %s

// Dequantizing changes the element type and nothing else.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dequantize "weights_dequantize": output has shape [3]; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.dequantize"(%input) {qir.tensors = [{name = "weights_dequantize"}]} : (tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<3xf32>
  func.return
}
