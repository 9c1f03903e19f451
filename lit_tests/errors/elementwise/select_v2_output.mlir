// RUN: not %qopt %s 2>&1 | filecheck %s

// The output is as large as all three together.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.select_v2: output has shape [2, 3]; expected [4, 2, 3]
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<4x2x1xi1>, %x: tensor<2x3xf32>, %y: tensor<2x3xf32>) {
  %output = "tfl.select_v2"(%condition, %x, %y) : (tensor<4x2x1xi1>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return
}
