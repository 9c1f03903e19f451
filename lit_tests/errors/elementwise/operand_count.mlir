// RUN: not %qopt %s 2>&1 | filecheck %s

// A sum has two operands.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add: 1 operand; expected 2
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2xf32>) {
  %output = "tfl.add"(%lhs) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
