// RUN: not %qopt %s 2>&1 | filecheck %s

// A layer's weights are [out, in].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: filter has shape [3]; expected [out, in]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>, %filter: tensor<3xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) : (tensor<1x4xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
