// RUN: not %qopt %s 2>&1 | filecheck %s

// No more axes are common than there are before the one gathered along.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather: batch_dims is 1; expected 0..0
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<2xi32>) {
  %output = "tfl.gather"(%params, %indices) <{axis = 0 : i32, batch_dims = 1 : i32}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x2xf32>
  func.return
}
