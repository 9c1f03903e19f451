// RUN: not %qopt %s 2>&1 | filecheck %s

// A state holds the memory of each filter.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.svdf "svdf": activation_state has 10 elements a row; expected 20, 5 for each of 4 filters
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>, %feature_weights: tensor<4x2xf32>, %time_weights: tensor<4x5xf32>, %input_gate_bias: tensor<2xf32>, %activation_state: tensor<1x10xf32>) {
  %output = "tfl.svdf"(%input, %feature_weights, %time_weights, %input_gate_bias, %activation_state) <{rank = 2 : i32}> {qir.tensors = [{name = "svdf"}]} : (tensor<1x2xf32>, tensor<4x2xf32>, tensor<4x5xf32>, tensor<2xf32>, tensor<1x10xf32>) -> tensor<1x2xf32>
  func.return
}
