// RUN: not %qopt %s 2>&1 | filecheck %s

// An index is a row, and a scalar has none.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather_nd: indices is a scalar; expected rank 1 or more
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<i32>) {
  %output = "tfl.gather_nd"(%params, %indices) : (tensor<2x3xf32>, tensor<i32>) -> tensor<3xf32>
  func.return
}
