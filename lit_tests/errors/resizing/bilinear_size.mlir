// RUN: not %qopt %s 2>&1 | filecheck %s

// An image has at least one pixel.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_bilinear: size is [0, 8]; expected at least 1 each
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %size = "tfl.pseudo_const"() <{value = dense<[0, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.resize_bilinear"(%input, %size) : (tensor<1x4x4x2xf32>, tensor<2xi32>) -> tensor<1x0x8x2xf32>
  func.return
}
