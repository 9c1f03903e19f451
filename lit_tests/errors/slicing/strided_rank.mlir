// RUN: not %qopt %s 2>&1 | filecheck %s

// There are no more slices than axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.strided_slice "strided_slice": begin has 3 elements for rank 2; expected no more than axes
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 0, 0]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %end = "tfl.pseudo_const"() <{value = dense<[1, 1, 1]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %strides = "tfl.pseudo_const"() <{value = dense<[1, 1, 1]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %output = "tfl.strided_slice"(%input, %begin, %end, %strides) {qir.tensors = [{name = "strided_slice"}]} : (tensor<2x3xf32>, tensor<3xi32>, tensor<3xi32>, tensor<3xi32>) -> tensor<2x3xf32>
  func.return
}
