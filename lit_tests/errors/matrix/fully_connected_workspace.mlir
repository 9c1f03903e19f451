// RUN: not %qopt %s 2>&1 | filecheck %s

// Weights in the shuffled format need a workspace.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: 1 result for weights in the SHUFFLED4x16INT8 format; expected 2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>, %filter: tensor<3x4x!quant.uniform<i8:f32, 0.5>>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) <{weights_format = "SHUFFLED4x16INT8"}> : (tensor<1x4xf32>, tensor<3x4x!quant.uniform<i8:f32, 0.5>>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
