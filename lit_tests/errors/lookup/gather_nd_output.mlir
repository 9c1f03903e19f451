// RUN: not %qopt %s 2>&1 | filecheck %s

// What an index leaves open is in the output.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather_nd: output has shape [4]; expected [4, 3]
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<4x1xi32>) {
  %output = "tfl.gather_nd"(%params, %indices) : (tensor<2x3xf32>, tensor<4x1xi32>) -> tensor<4xf32>
  func.return
}
