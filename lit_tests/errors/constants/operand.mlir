// RUN: not %qopt %s 2>&1 | filecheck %s

// A constant takes nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_const: Expected 0 operands, but got 1
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) {
  %w = "tfl.pseudo_const"(%x) <{value = dense<1.0> : tensor<2xf32>}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
