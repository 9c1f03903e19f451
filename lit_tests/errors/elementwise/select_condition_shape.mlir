// RUN: not %qopt %s 2>&1 | filecheck %s

// A condition has the shape of what it chooses from, or one element for each row.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.select: condition has shape [3]; expected [2, 3] as x has, or one for each row
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<3xi1>, %x: tensor<2x3xf32>, %y: tensor<2x3xf32>) {
  %output = "tfl.select"(%condition, %x, %y) : (tensor<3xi1>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return
}
