// RUN: not %qopt %s 2>&1 | filecheck %s

// The option is 1 or more.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split: num_splits is missing; expected at least 1
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x4xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %outputs, %a = "tfl.split"(%axis, %value) : (tensor<i32>, tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return
}
