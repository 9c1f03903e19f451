// RUN: not %qopt %s 2>&1 | filecheck %s

// An operand of a product may not be absent.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mul: rhs is absent; expected a tensor
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %output = "tfl.mul"(%lhs, %none) : (tensor<2xf32>, none) -> tensor<2xf32>
  func.return
}
