// RUN: not %qopt %s 2>&1 | filecheck %s

// Only one part may be what is left over.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split_v: size_splits is [-1, -1]; expected sizes, and -1 at most once
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x4xf32>) {
  %size_splits = "tfl.pseudo_const"() <{value = dense<[-1, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %outputs, %a = "tfl.split_v"(%value, %size_splits, %axis) <{num_splits = 2 : i32}> : (tensor<2x4xf32>, tensor<2xi32>, tensor<i32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return
}
