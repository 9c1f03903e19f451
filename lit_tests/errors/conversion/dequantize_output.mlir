// RUN: not %qopt %s 2>&1 | filecheck %s

// Dequantizing gives floats.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.dequantize "Identity": output holds i32; expected f32, f16 or bf16
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x!quant.uniform<i8:f32, 0.5>>) {
  %output = "tfl.dequantize"(%input) {qir.tensors = [{name = "Identity"}]} : (tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2xi32>
  func.return
}
