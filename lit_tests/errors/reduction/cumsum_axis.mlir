// RUN: not %qopt %s 2>&1 | filecheck %s

// The axis is one of the input's.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.cumsum "Cumsum": axis is 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.cumsum"(%input, %axis) {qir.tensors = [{name = "Cumsum"}]} : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x3xf32>
  func.return
}
