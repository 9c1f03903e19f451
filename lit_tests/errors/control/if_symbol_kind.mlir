// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch is named by a symbol.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If: then_branch is 1 : i32; expected the symbol of a function
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = 1 : i32, else_branch = @branch}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
