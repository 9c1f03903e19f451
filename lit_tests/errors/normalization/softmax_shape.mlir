// RUN: not %qopt %s 2>&1 | filecheck %s

// A softmax leaves the shape as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.softmax "probabilities": output has shape [1, 3]; expected [1, 4]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4xf32>) {
  %output = "tfl.softmax"(%input) <{beta = 1.0 : f32}> {qir.tensors = [{name = "probabilities"}]} : (tensor<1x4xf32>) -> tensor<1x3xf32>
  func.return
}
