// RUN: not %qopt %s 2>&1 | filecheck %s

// Padding takes nothing away.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad: padding holds -1; expected 0 or more
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[-1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.pad"(%input, %padding) : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<2x3xf32>
  func.return
}
