// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis is one of the input's.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.sum "pool/Sum": axes holds 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axes = "tfl.pseudo_const"() <{value = dense<[2]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.sum"(%input, %axes) {qir.tensors = [{name = "pool/Sum"}]} : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2x3xf32>
  func.return
}
