// RUN: not %qopt %s 2>&1 | filecheck %s

// A greatest element is sought along one axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.arg_max "predictions/ArgMax": axis has 2 elements; expected 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.arg_max"(%input, %axis) {qir.tensors = [{name = "predictions/ArgMax"}]} : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2xi32>
  func.return
}
