// RUN: not %qopt %s 2>&1 | filecheck %s

// The sizes are in the order of the axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose "to_nhwc/transpose": output has shape [3, 4, 2]; expected [4, 2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x4xf32>) {
  %perm = "tfl.pseudo_const"() <{value = dense<[2, 0, 1]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %output = "tfl.transpose"(%input, %perm) {qir.tensors = [{name = "to_nhwc/transpose"}]} : (tensor<2x3x4xf32>, tensor<3xi32>) -> tensor<3x4x2xf32>
  func.return
}
