// RUN: not %qopt %s 2>&1 | filecheck %s

// A slice begins somewhere on each axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.slice "Slice": begin is for 1 axis; expected 2 as input [2, 3] has
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %size = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.slice"(%input, %begin, %size) {qir.tensors = [{name = "Slice"}]} : (tensor<2x3xf32>, tensor<1xi32>, tensor<1xi32>) -> tensor<1x3xf32>
  func.return
}
