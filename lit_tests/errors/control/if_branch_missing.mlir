// RUN: not %qopt %s 2>&1 | filecheck %s

// There are two branches.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If: else_branch is missing; expected the symbol of a function
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
