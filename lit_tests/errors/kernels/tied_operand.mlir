// RUN: not %qopt %s 2>&1 | filecheck %s

// A result has the memory of an operand that there is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}c.call: tied names operand 2; expected one of 2
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<2xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = "c.call"(%a, %b) <{kernel = "copy", parameters = {}, tied = array<i32: 2>}> : (tensor<2xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
