// RUN: not %qopt %s 2>&1 | filecheck %s

// The input is made of rows of as many elements as the filter has columns.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected "dense/MatMul": input has shape [1, 6]; expected rows of 4 elements
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x6xf32>, %filter: tensor<3x4xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) {qir.tensors = [{name = "dense/MatMul"}]} : (tensor<1x6xf32>, tensor<3x4xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
