// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition is a boolean.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If: condition holds i32; expected i1
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i32>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch, else_branch = @branch}> : (tensor<i32>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
