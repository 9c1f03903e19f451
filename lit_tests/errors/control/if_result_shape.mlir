// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch gives the shapes of the results.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If: @other returns shape [2, 1] as result 0; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @other, else_branch = @branch}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

func.func private @other(tensor<2xf32>) -> tensor<2x1xf32>
