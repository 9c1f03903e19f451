// RUN: not %qopt %s 2>&1 | filecheck %s

// An activation takes one tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu: 2 operands; expected 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>, %other: tensor<2xf32>) {
  %output = "tfl.relu"(%input, %other) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}
