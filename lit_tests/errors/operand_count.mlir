// RUN: not %qopt %s 2>&1 | filecheck %s

// An op with named operands takes just those.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}Expected 1 operand, but got 2
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) {
  %y = "tfl.relu"(%x, %x) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}
