// RUN: not %qopt %s 2>&1 | filecheck %s

// Begin and size are for the same axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.slice: size has shape [1]; expected [axes=2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %size = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %output = "tfl.slice"(%input, %begin, %size) : (tensor<2x3xf32>, tensor<2xi32>, tensor<1xi32>) -> tensor<1x3xf32>
  func.return
}
