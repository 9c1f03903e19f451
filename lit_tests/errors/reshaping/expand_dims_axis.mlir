// RUN: not %qopt %s 2>&1 | filecheck %s

// The new axis is before, between or after those there are.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.expand_dims "ExpandDims": axis is 3; expected -3..2
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.expand_dims"(%input, %axis) {qir.tensors = [{name = "ExpandDims"}]} : (tensor<2x3xf32>, tensor<i32>) -> tensor<2x3x1xf32>
  func.return
}
