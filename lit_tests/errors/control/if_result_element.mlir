// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch gives what the results hold.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If "cond": @other returns i32 as result 0; expected f32
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tf.If"(%condition, %input) <{then_branch = @branch, else_branch = @other}> {qir.tensors = [{name = "cond"}]} : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}

func.func private @other(tensor<2xf32>) -> tensor<2xi32>
