// RUN: not %qopt %s 2>&1 | filecheck %s

// The axis that is sought along goes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.arg_max: output has shape [2, 1]; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.arg_max"(%input, %axis) : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x1xi32>
  func.return
}
