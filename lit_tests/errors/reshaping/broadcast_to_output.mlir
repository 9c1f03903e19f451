// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has the shape of operand 1.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.broadcast_to: output has shape [4, 3]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x3xf32>) {
  %shape = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.broadcast_to"(%input, %shape) : (tensor<1x3xf32>, tensor<2xi32>) -> tensor<4x3xf32>
  func.return
}
