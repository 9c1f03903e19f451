// RUN: not %qopt %s 2>&1 | filecheck %s

// Nothing is repeated a negative number of times.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.tile: multiples holds -1; expected 0 or more
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %multiples = "tfl.pseudo_const"() <{value = dense<[-1, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.tile"(%input, %multiples) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
