// RUN: not %qopt %s 2>&1 | filecheck %s

// Quantizing gives integers whose type says the scale.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.quantize "input_quant": output holds i8; expected a quantized type, which says the scale
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.quantize"(%input) {qir.tensors = [{name = "input_quant"}]} : (tensor<2xf32>) -> tensor<2xi8>
  func.return
}
