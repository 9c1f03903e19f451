// RUN: not %qopt %s 2>&1 | filecheck %s

// The new axis has size 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.expand_dims: output has shape [2, 1, 3]; expected [1, 2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.expand_dims"(%input, %axis) : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x1x3xf32>
  func.return
}
