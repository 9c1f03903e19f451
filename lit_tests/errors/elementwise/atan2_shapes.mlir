// RUN: not %qopt %s 2>&1 | filecheck %s

// The coordinates of points do not broadcast.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.atan2: x has shape [3]; expected [1] as y has
// CHECK-NOT: {{.}}

func.func @main(%a: tensor<1xf32>, %b: tensor<3xf32>) {
  %y = "tfl.atan2"(%a, %b) : (tensor<1xf32>, tensor<3xf32>) -> tensor<3xf32>
  func.return
}
