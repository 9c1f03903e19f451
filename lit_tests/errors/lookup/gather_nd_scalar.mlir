// RUN: not %qopt %s 2>&1 | filecheck %s

// A scalar has no elements to gather.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather_nd: params is a scalar; expected rank 1 or more
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<f32>, %indices: tensor<1xi32>) {
  %output = "tfl.gather_nd"(%params, %indices) : (tensor<f32>, tensor<1xi32>) -> tensor<f32>
  func.return
}
