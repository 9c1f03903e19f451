// RUN: not %qopt %s 2>&1 | filecheck %s

// The sizes add up to that of the axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split_v "qkv/split": size_splits is [1, 2]; expected a sum of 4, the size of axis 1
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x4xf32>) {
  %size_splits = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %outputs, %a = "tfl.split_v"(%value, %size_splits, %axis) <{num_splits = 2 : i32}> {qir.tensors = [{name = "qkv/split"}]} : (tensor<2x4xf32>, tensor<2xi32>, tensor<i32>) -> (tensor<2x1xf32>, tensor<2x2xf32>)
  func.return
}
