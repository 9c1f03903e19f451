// RUN: not %qopt %s 2>&1 | filecheck %s

// A shape has an element for each axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.shape "Shape": output has shape [3]; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.shape"(%input) {qir.tensors = [{name = "Shape"}]} : (tensor<2x3xf32>) -> tensor<3xi32>
  func.return
}
