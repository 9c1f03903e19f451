// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @plain
// CHECK: dense<[[[[0.000000e+00], [1.500000e+00], [3.000000e+00], [3.000000e+00]]]]>
func.func @plain() -> tensor<1x1x4x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0.0], [3.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_bilinear"(%x, %y) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x1x2x1xf32>, tensor<2xi32>) -> tensor<1x1x4x1xf32>
  func.return %0 : tensor<1x1x4x1xf32>
}

// CHECK-LABEL: func.func @corners
// CHECK: dense<[[[[0.000000e+00], [1.000000e+00], [2.000000e+00], [3.000000e+00]]]]>
func.func @corners() -> tensor<1x1x4x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0.0], [3.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_bilinear"(%x, %y) <{align_corners = true, half_pixel_centers = false}> : (tensor<1x1x2x1xf32>, tensor<2xi32>) -> tensor<1x1x4x1xf32>
  func.return %0 : tensor<1x1x4x1xf32>
}

// CHECK-LABEL: func.func @centers
// CHECK: dense<[[[[0.000000e+00], [7.500000e-01], [2.250000e+00], [3.000000e+00]]]]>
func.func @centers() -> tensor<1x1x4x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[0.0], [3.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_bilinear"(%x, %y) <{align_corners = false, half_pixel_centers = true}> : (tensor<1x1x2x1xf32>, tensor<2xi32>) -> tensor<1x1x4x1xf32>
  func.return %0 : tensor<1x1x4x1xf32>
}

// CHECK-LABEL: func.func @unsigned
// 1.5 plus 0.5 is cut to 2 (rule L20).
// CHECK: dense<[[[[0], [2], [3], [3]]]]>
func.func @unsigned() -> tensor<1x1x4x1x!quant.uniform<u8:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x2x1x!quant.uniform<u8:f32, 0.5>>, value = dense<[[[[0], [3]]]]> : tensor<1x1x2x1xui8>}> : () -> tensor<1x1x2x1x!quant.uniform<u8:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_bilinear"(%x, %y) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x1x2x1x!quant.uniform<u8:f32, 0.5>>, tensor<2xi32>) -> tensor<1x1x4x1x!quant.uniform<u8:f32, 0.5>>
  func.return %0 : tensor<1x1x4x1x!quant.uniform<u8:f32, 0.5>>
}

// CHECK-LABEL: func.func @signed
// -1.5 goes away from zero (rule L21).
// CHECK: dense<[[[[0], [-2], [-3], [-3]]]]>
func.func @signed() -> tensor<1x1x4x1x!quant.uniform<i8:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5>>, value = dense<[[[[0], [-3]]]]> : tensor<1x1x2x1xi8>}> : () -> tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.resize_bilinear"(%x, %y) <{align_corners = false, half_pixel_centers = false}> : (tensor<1x1x2x1x!quant.uniform<i8:f32, 0.5>>, tensor<2xi32>) -> tensor<1x1x4x1x!quant.uniform<i8:f32, 0.5>>
  func.return %0 : tensor<1x1x4x1x!quant.uniform<i8:f32, 0.5>>
}
