// RUN: not %qopt %s 2>&1 | filecheck %s

// The axis becomes those of the indices.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather: output has shape [4, 3]; expected [4, 5, 3]
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<4x5xi32>) {
  %output = "tfl.gather"(%params, %indices) <{axis = 0 : i32}> : (tensor<2x3xf32>, tensor<4x5xi32>) -> tensor<4x3xf32>
  func.return
}
