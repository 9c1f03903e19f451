// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch is a function of the module.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If "cond": else_branch is @nowhere; expected the symbol of a function of this module
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch, else_branch = @nowhere}> {qir.tensors = [{name = "cond"}]} : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
