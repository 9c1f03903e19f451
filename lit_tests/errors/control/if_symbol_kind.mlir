// RUN: not %qopt %s 2>&1 | filecheck %s

// A branch is named by a symbol.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.if: then is 1 : i32; expected the symbol of a function
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<i1>, %input: tensor<2xf32>) {
  %output = "tfl.if"(%condition, %input) <{then = 1 : i32, else = @branch}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}

func.func @branch(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
