// RUN: not %qopt %s 2>&1 | filecheck %s

// What is partly written and what is wholly written are the same tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}c.call: tensor<4xf32> is tied to tensor<2xf32>; expected equal types
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<2xf32>, %b: tensor<4xf32>) -> tensor<4xf32> {
  %y = "c.call"(%a, %b) <{kernel = "copy", parameters = {}, tied = array<i32: 0>}> : (tensor<2xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
