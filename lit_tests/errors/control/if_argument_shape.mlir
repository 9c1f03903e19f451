// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch takes the shapes of the operands.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If "cond": @other takes shape [3] as argument 0; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch, else_branch = @other}> {qir.tensors = [{name = "cond"}]} : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

func.func private @other(tensor<3xf32>) -> tensor<2xf32>
