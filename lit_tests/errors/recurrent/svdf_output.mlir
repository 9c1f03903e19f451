// RUN: not %qopt %s 2>&1 | filecheck %s

// An output has an element for each unit.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.svdf: output has shape [1, 4]; expected [1, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>, %feature_weights: tensor<4x2xf32>, %time_weights: tensor<4x5xf32>, %input_gate_bias: tensor<2xf32>, %activation_state: tensor<1x20xf32>) {
  %output = "tfl.svdf"(%input, %feature_weights, %time_weights, %input_gate_bias, %activation_state) <{rank = 2 : i32}> : (tensor<1x2xf32>, tensor<4x2xf32>, tensor<4x5xf32>, tensor<2xf32>, tensor<1x20xf32>) -> tensor<1x4xf32>
  func.return
}
