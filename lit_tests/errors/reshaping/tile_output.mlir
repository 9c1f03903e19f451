// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis is as long as what it repeats, times how often.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.tile: output has shape [2, 6]; expected [4, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %multiples = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.tile"(%input, %multiples) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x6xf32>
  func.return
}
