// RUN: not %qopt %s 2>&1 | filecheck %s

// A size is a height and a width.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_bilinear: size has shape [3]; expected [2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %size = "tfl.pseudo_const"() <{value = dense<[1, 8, 8]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %output = "tfl.resize_bilinear"(%input, %size) : (tensor<1x4x4x2xf32>, tensor<3xi32>) -> tensor<1x8x8x2xf32>
  func.return
}
