// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch gives what the op gives.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If: @other returns 2 tensors; expected 1
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch, else_branch = @other}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

func.func private @other(tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>)
