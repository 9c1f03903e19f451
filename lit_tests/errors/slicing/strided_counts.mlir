// RUN: not %qopt %s 2>&1 | filecheck %s

// Begin, end and strides are for the same axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.strided_slice: end has shape [3]; expected [specs=2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %end = "tfl.pseudo_const"() <{value = dense<[2, 3, 4]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %strides = "tfl.pseudo_const"() <{value = dense<[1, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.strided_slice"(%input, %begin, %end, %strides) : (tensor<2x3xf32>, tensor<2xi32>, tensor<3xi32>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
