// RUN: not %qopt %s 2>&1 | filecheck %s

// The axes before the last two broadcast.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.batch_matmul: batch of x [2] and batch of y [3] do not broadcast; expected sizes that are equal or 1
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x4x3xf32>, %y: tensor<3x3x5xf32>) {
  %output = "tfl.batch_matmul"(%x, %y) : (tensor<2x4x3xf32>, tensor<3x3x5xf32>) -> tensor<2x4x5xf32>
  func.return
}
