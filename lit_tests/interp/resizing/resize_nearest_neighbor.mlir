// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @plain
// CHECK: dense<[[[[0.000000e+00], [0.000000e+00], [3.000000e+00]]]]>
func.func @plain() -> tensor<1x1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0.0], [3.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_nearest_neighbor"(%x, %y) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x1x2x1xf32>, tensor<2xi32>) -> tensor<1x1x3x1xf32>
  func.return %0 : tensor<1x1x3x1xf32>
}

// CHECK-LABEL: func.func @corners
// The middle lies at a half, which rounds away from zero (rule L22).
// CHECK: dense<[[[[0.000000e+00], [3.000000e+00], [3.000000e+00]]]]>
func.func @corners() -> tensor<1x1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0.0], [3.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_nearest_neighbor"(%x, %y) <{align_corners = true, half_pixel_centers = false}> : (tensor<1x1x2x1xf32>, tensor<2xi32>) -> tensor<1x1x3x1xf32>
  func.return %0 : tensor<1x1x3x1xf32>
}

// CHECK-LABEL: func.func @centers
// CHECK: dense<[[[[0.000000e+00], [3.000000e+00], [3.000000e+00]]]]>
func.func @centers() -> tensor<1x1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0.0], [3.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_nearest_neighbor"(%x, %y) <{align_corners = false, half_pixel_centers = true}> : (tensor<1x1x2x1xf32>, tensor<2xi32>) -> tensor<1x1x3x1xf32>
  func.return %0 : tensor<1x1x3x1xf32>
}

// CHECK-LABEL: func.func @unsigned
// Rule L23.
// CHECK: dense<[[[[0], [3]]]]>
func.func @unsigned() -> tensor<1x1x2x1x!quant.uniform<u8:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x3x1x!quant.uniform<u8:f32, 0.5>>, value = dense<[[[[0], [3], [6]]]]> : tensor<1x1x3x1xui8>}> : () -> tensor<1x1x3x1x!quant.uniform<u8:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_nearest_neighbor"(%x, %y) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x1x3x1x!quant.uniform<u8:f32, 0.5>>, tensor<2xi32>) -> tensor<1x1x2x1x!quant.uniform<u8:f32, 0.5>>
  func.return %0 : tensor<1x1x2x1x!quant.uniform<u8:f32, 0.5>>
}
