// RUN: not %qopt %s 2>&1 | filecheck %s

// A slice ends within its axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.slice "Slice": elements 1..4 of axis 1; expected at most 3
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %size = "tfl.pseudo_const"() <{value = dense<[1, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.slice"(%input, %begin, %size) {qir.tensors = [{name = "Slice"}]} : (tensor<2x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<1x3xf32>
  func.return
}
