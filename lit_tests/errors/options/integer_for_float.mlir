// RUN: not %qopt %s 2>&1 | filecheck %s

// An option that is a float has a point.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.leaky_relu: alpha is 1 : i32; expected float32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.leaky_relu"(%input) <{alpha = 1 : i32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
