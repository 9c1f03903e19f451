// RUN: not %qopt %s 2>&1 | filecheck %s

// An activation leaves the shape as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu "dense/Relu": output has shape [4]; expected [1, 4]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>) {
  %output = "tfl.relu"(%input) {qir.tensors = [{name = "dense/Relu"}]} : (tensor<1x4xf32>) -> tensor<4xf32>
  func.return
}
