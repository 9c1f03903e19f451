// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// Which pixels lie beside each place, and how far, are constants.
func.func @bilinear(%x: tensor<1x2x2x3xf32>) -> tensor<1x4x2x3xf32> {
  %size = "tfl.pseudo_const"() <{value = dense<[4, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.resize_bilinear"(%x, %size) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x2x2x3xf32>, tensor<2xi32>) -> tensor<1x4x2x3xf32>
  func.return %y : tensor<1x4x2x3xf32>
}
// CHECK-LABEL:   @bilinear
// CHECK-NEXT:      %0 = "tfl.pseudo_const"() <{value = dense<[0, 0, 1, 1]> : tensor<4xi32>}>
// CHECK-NEXT:      %1 = "tfl.pseudo_const"() <{value = dense<[0, 1, 1, 1]> : tensor<4xi32>}>
// CHECK-NEXT:      %2 = "tfl.pseudo_const"() <{value = dense<[0.000000e+00, 5.000000e-01, 0.000000e+00, 5.000000e-01]> : tensor<4xf32>}>
// CHECK:           %y = "c.call"(%x, %0, %1, %2, %3, %4, %5) <{kernel = "resize_bilinear_f32"

func.func @nearest(%x: tensor<1x2x2x3xf32>) -> tensor<1x4x2x3xf32> {
  %size = "tfl.pseudo_const"() <{value = dense<[4, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.resize_nearest_neighbor"(%x, %size) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x2x2x3xf32>, tensor<2xi32>) -> tensor<1x4x2x3xf32>
  func.return %y : tensor<1x4x2x3xf32>
}
// CHECK-LABEL:   @nearest
// CHECK-NEXT:      %0 = "tfl.pseudo_const"() <{value = dense<[0, 0, 1, 1]> : tensor<4xi32>}>
// CHECK-NEXT:      %1 = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}>
// CHECK-NEXT:      %y = "c.call"(%x, %0, %1) <{kernel = "resize_nearest_f32"
