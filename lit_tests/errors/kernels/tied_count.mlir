// RUN: not %qopt %s 2>&1 | filecheck %s

// Each that is named is the memory of a result.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}c.call: tied names 2 operands; expected at most the 1 results
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<2xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = "c.call"(%a, %b) <{kernel = "copy", parameters = {}, tied = array<i32: 1, 0>}> : (tensor<2xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
