// RUN: not %qopt %s 2>&1 | filecheck %s

// A range goes up.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fake_quant "act_quant/FakeQuantWithMinMaxVars": min is 1 and max -1; expected min less than max
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.fake_quant"(%input) <{max = -1.0 : f32, min = 1.0 : f32, num_bits = 8 : i32}> {qir.tensors = [{name = "act_quant/FakeQuantWithMinMaxVars"}]} : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
