// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a number for each axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.tile "Tile": multiples is for 1 axis; expected 2 as input [2, 3] has
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %multiples = "tfl.pseudo_const"() <{value = dense<[2]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.tile"(%input, %multiples) {qir.tensors = [{name = "Tile"}]} : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<4x3xf32>
  func.return
}
