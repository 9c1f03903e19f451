// RUN: not %qopt %s 2>&1 | filecheck %s

// Without a list every axis of size 1 goes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.squeeze: output has shape [1, 3]; expected [3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x3x1xf32>) {
  %output = "tfl.squeeze"(%input) : (tensor<1x3x1xf32>) -> tensor<1x3xf32>
  func.return
}
