// RUN: not %qopt %s 2>&1 | filecheck %s

// A softmax is along an axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.softmax: input is a scalar; expected rank 1 or more
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<f32>) {
  %output = "tfl.softmax"(%input) <{beta = 1.0 : f32}> : (tensor<f32>) -> tensor<f32>
  func.return
}
