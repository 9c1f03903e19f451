// RUN: not %qopt %s 2>&1 | filecheck %s

// Corners are aligned, or centers of pixels are.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.resize_nearest_neighbor: align_corners and half_pixel_centers are both true; expected one of them
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2xf32>) {
  %size = "tfl.pseudo_const"() <{value = dense<[8, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.resize_nearest_neighbor"(%input, %size) <{align_corners = true, half_pixel_centers = true}> : (tensor<1x4x4x2xf32>, tensor<2xi32>) -> tensor<1x8x8x2xf32>
  func.return
}
