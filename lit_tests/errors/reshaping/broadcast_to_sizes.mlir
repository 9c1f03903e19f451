// RUN: not %qopt %s 2>&1 | filecheck %s

// A size is kept, or stretched from 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.broadcast_to: input [2, 3] and shape [2, 4] do not broadcast; expected sizes that are equal or 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[2, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.broadcast_to"(%input, %shape) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x4xf32>
  func.return
}
