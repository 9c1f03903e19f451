// RUN: not %qopt %s 2>&1 | filecheck %s

// An option belongs to its operator.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu: RELU has no option 'alpha'
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.relu"(%input) <{alpha = 0.1 : f32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
