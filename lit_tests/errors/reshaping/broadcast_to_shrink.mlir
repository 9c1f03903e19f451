// RUN: not %qopt %s 2>&1 | filecheck %s

// Nothing is stretched to less.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.broadcast_to "BroadcastTo": input has shape [2, 3]; expected one that stretches to [2, 1]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.broadcast_to"(%input, %shape) {qir.tensors = [{name = "BroadcastTo"}]} : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x1xf32>
  func.return
}
