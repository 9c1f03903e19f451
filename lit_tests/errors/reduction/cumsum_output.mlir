// RUN: not %qopt %s 2>&1 | filecheck %s

// Running sums leave the shape as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.cumsum: output has shape [2]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.cumsum"(%input, %axis) : (tensor<2x3xf32>, tensor<i32>) -> tensor<2xf32>
  func.return
}
