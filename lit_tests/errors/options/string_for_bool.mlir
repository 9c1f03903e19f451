// RUN: not %qopt %s 2>&1 | filecheck %s

// A yes or no is true or false.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mean: keep_dims is "yes"; expected bool
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %axes: tensor<1xi32>) {
  %output = "tfl.mean"(%input, %axes) <{keep_dims = "yes"}> : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xf32>
  func.return
}
