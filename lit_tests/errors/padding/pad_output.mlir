// RUN: not %qopt %s 2>&1 | filecheck %s

// The output is as large as input and padding together.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad "conv1_pad/Pad": output has shape [3, 3]; expected [4, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %padding = "tfl.pseudo_const"() <{value = dense<[[1, 1], [0, 0]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %output = "tfl.pad"(%input, %padding) {qir.tensors = [{name = "conv1_pad/Pad"}]} : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<3x3xf32>
  func.return
}
