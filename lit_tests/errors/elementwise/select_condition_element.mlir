// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition is booleans.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.select: condition holds i32; expected i1
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<2x3xi32>, %x: tensor<2x3xf32>, %y: tensor<2x3xf32>) {
  %output = "tfl.select"(%condition, %x, %y) : (tensor<2x3xi32>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return
}
