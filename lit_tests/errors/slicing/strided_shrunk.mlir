// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis that is shrunk is not in the output.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.strided_slice "strided_slice": output has shape [1, 3]; expected [3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %end = "tfl.pseudo_const"() <{value = dense<[1, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %strides = "tfl.pseudo_const"() <{value = dense<[1, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.strided_slice"(%input, %begin, %end, %strides) <{shrink_axis_mask = 1 : i32}> {qir.tensors = [{name = "strided_slice"}]} : (tensor<2x3xf32>, tensor<2xi32>, tensor<2xi32>, tensor<2xi32>) -> tensor<1x3xf32>
  func.return
}
