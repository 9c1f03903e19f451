// RUN: not %qopt %s 2>&1 | filecheck %s

// An index has no more elements than there are axes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather_nd "GatherNd": indices has shape [4, 3]; expected rows of at most 2
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<4x3xi32>) {
  %output = "tfl.gather_nd"(%params, %indices) {qir.tensors = [{name = "GatherNd"}]} : (tensor<2x3xf32>, tensor<4x3xi32>) -> tensor<4xf32>
  func.return
}
