// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis that is averaged along goes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mean "global_average_pooling2d/Mean": output has shape [2, 1]; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axes = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.mean"(%input, %axes) {qir.tensors = [{name = "global_average_pooling2d/Mean"}]} : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  func.return
}
