// RUN: not %qopt %s 2>&1 | filecheck %s

// A result has its part of the axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split: output 1 has shape [2, 1]; expected [2, 2]
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x4xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %outputs, %a = "tfl.split"(%axis, %value) <{num_splits = 2 : i32}> : (tensor<i32>, tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x1xf32>)
  func.return
}
