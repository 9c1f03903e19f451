// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition is one boolean.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If "cond": condition has shape [2]; expected one element
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<2xi1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch, else_branch = @branch}> {qir.tensors = [{name = "cond"}]} : (tensor<2xi1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
