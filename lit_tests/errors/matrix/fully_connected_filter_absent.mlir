// RUN: not %qopt %s 2>&1 | filecheck %s

// A layer has weights.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: filter is absent; expected a tensor
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>, %bias: tensor<3xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %output = "tfl.fully_connected"(%input, %none, %bias) : (tensor<1x4xf32>, none, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
