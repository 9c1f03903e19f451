// RUN: not %qopt %s 2>&1 | filecheck %s

// A function of each element leaves the shape as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.sqrt "norm/Sqrt": output has shape [3, 2]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %output = "tfl.sqrt"(%input) {qir.tensors = [{name = "norm/Sqrt"}]} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  func.return
}
