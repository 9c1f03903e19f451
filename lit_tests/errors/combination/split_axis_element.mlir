// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis is an integer of 32 bits.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.split: axis holds i64; expected i32
// CHECK-NOT: {{.}}

func.func @main(%axis: tensor<i64>, %value: tensor<2x4xf32>) {
  %outputs, %a = "tfl.split"(%axis, %value) <{num_splits = 2 : i32}> : (tensor<i64>, tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>)
  func.return
}
