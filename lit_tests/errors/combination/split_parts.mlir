// RUN: not %qopt %s 2>&1 | filecheck %s

// All parts are equal.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split "heads/split": num_splits is 2; expected a divisor of 5, the size of axis 1
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x5xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %outputs, %a = "tfl.split"(%axis, %value) <{num_splits = 2 : i32}> {qir.tensors = [{name = "heads/split"}]} : (tensor<i32>, tensor<2x5xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return
}
