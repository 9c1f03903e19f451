// RUN: not %qopt %s 2>&1 | filecheck %s

// Start, limit and delta hold the same.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.range: delta holds f32; expected i32 as start does
// CHECK-NOT: {{.}}

func.func @main(%start: tensor<i32>, %limit: tensor<i32>, %delta: tensor<f32>) {
  %output = "tfl.range"(%start, %limit, %delta) : (tensor<i32>, tensor<i32>, tensor<f32>) -> tensor<?xi32>
  func.return
}
