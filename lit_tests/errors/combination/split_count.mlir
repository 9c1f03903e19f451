// RUN: not %qopt %s 2>&1 | filecheck %s

// There are as many results as the option says.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split "split": num_splits is 4; expected 2 as results
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x4xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %outputs, %a = "tfl.split"(%axis, %value) <{num_splits = 4 : i32}> {qir.tensors = [{name = "split"}]} : (tensor<i32>, tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return
}
