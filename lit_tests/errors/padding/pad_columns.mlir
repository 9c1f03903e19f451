// RUN: not %qopt %s 2>&1 | filecheck %s

// A row has a number before and one after.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pad: padding has shape [2, 3]; expected [axes=2, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>, %padding: tensor<2x3xi32>) {
  %output = "tfl.pad"(%input, %padding) : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<4x3xf32>
  func.return
}
