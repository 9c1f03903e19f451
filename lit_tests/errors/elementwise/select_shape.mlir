// RUN: not %qopt %s 2>&1 | filecheck %s

// SELECT does not broadcast.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.select "masked": y has shape [2, 1]; expected [2, 3] as x has
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<2x3xi1>, %x: tensor<2x3xf32>, %y: tensor<2x1xf32>) {
  %output = "tfl.select"(%condition, %x, %y) {qir.tensors = [{name = "masked"}]} : (tensor<2x3xi1>, tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  func.return
}
