// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch is a function of the module.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.if "cond": else is @nowhere; expected the symbol of a function of this module
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tfl.if"(%condition, %input) <{then = @branch, else = @nowhere}> {qir.tensors = [{name = "cond"}]} : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
