// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has the shape that is asked for.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape "flatten/Reshape": output has shape [6]; expected [3, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[3, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.reshape"(%input, %shape) {qir.tensors = [{name = "flatten/Reshape"}]} : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<6xf32>
  func.return
}
