// RUN: not %qopt %s 2>&1 | filecheck %s

// A tensor is split along one axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split: axis has 2 elements; expected 1
// CHECK-NOT: {{.}}

func.func @main(%value: tensor<2x4xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %outputs, %a = "tfl.split"(%axis, %value) <{num_splits = 2 : i32}> : (tensor<2xi32>, tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return
}
