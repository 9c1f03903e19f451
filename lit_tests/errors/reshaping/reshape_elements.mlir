// RUN: not %qopt %s 2>&1 | filecheck %s

// A reshape neither adds nor drops elements.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.reshape "flatten/Reshape": shape is [2, 4] for input [2, 3]; expected one of 6 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[2, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.reshape"(%input, %shape) {qir.tensors = [{name = "flatten/Reshape"}]} : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x4xf32>
  func.return
}
