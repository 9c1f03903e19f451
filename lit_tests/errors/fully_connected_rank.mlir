// RUN: not %qopt %s 2>&1 | filecheck %s

// A layer's weights are [out, in].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}weights have shape [3]; expected rank 2
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x3xf32>, %w: tensor<3xf32>, %b: tensor<3xf32>) {
  %y = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  func.return
}
