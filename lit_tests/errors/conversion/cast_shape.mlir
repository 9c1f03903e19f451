// RUN: not %qopt %s 2>&1 | filecheck %s

// A cast leaves the shape as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.cast "Cast": output has shape [3, 2]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.cast"(%input) {qir.tensors = [{name = "Cast"}]} : (tensor<2x3xf32>) -> tensor<3x2xi32>
  func.return
}
