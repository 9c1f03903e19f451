// RUN: not %qopt %s 2>&1 | filecheck %s

// A bias has one element for each row of the filter.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected "logits/BiasAdd": bias has shape [4]; expected 3 elements, as filter has rows
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>, %filter: tensor<3x4xf32>, %bias: tensor<4xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) {qir.tensors = [{name = "logits/BiasAdd"}]} : (tensor<1x4xf32>, tensor<3x4xf32>, tensor<4xf32>) -> tensor<1x3xf32>
  func.return
}
