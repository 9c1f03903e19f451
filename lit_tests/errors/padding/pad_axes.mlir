// RUN: not %qopt %s 2>&1 | filecheck %s

// There is a row for each axis of the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad "conv1_pad/Pad": padding is for 2 axes; expected 3 as input [2, 3, 4] has
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x4xf32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.pad"(%input, %padding) {qir.tensors = [{name = "conv1_pad/Pad"}]} : (tensor<2x3x4xf32>, tensor<2x2xi32>) -> tensor<4x3x4xf32>
  func.return
}
