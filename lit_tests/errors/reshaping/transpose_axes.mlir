// RUN: not %qopt %s 2>&1 | filecheck %s

// The order names every axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.transpose "to_nhwc/transpose": perm is for 2 axes; expected 3 as input [2, 3, 4] has
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x4xf32>) {
  %perm = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.transpose"(%input, %perm) {qir.tensors = [{name = "to_nhwc/transpose"}]} : (tensor<2x3x4xf32>, tensor<2xi32>) -> tensor<3x2x4xf32>
  func.return
}
