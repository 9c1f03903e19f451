// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<4.000000e+00>
func.func @floats() -> tensor<f32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = false}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<f32>
  func.return %r : tensor<f32>
}

// CHECK-LABEL: func.func @integers
// Towards zero.
// CHECK: dense<[-1, 1]>
func.func @integers() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[-1, -2], [1, 2]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = false}> : (tensor<2x2xi32>, tensor<1xi32>) -> tensor<2xi32>
  func.return %r : tensor<2xi32>
}

// CHECK-LABEL: func.func @quantized
// 2.5 and -2.5 are rounded up (rules B2 and N9).
// CHECK: dense<[3, -2]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 1.0:2>>, value = dense<[[8, 1], [-3, 2]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 1.0:2>>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = false}> : (tensor<2x2x!quant.uniform<i8:f32, 1.0:2>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 1.0>>
}

// CHECK-LABEL: func.func @to_another_scale
// 7 / 3 is 9.33 quarters, and 3 more.
// CHECK: dense<12>
func.func @to_another_scale() -> tensor<1x!quant.uniform<u8:f32, 0.25:3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x!quant.uniform<u8:f32, 1.0>>, value = dense<[[1, 2, 4]]> : tensor<1x3xui8>}> : () -> tensor<1x3x!quant.uniform<u8:f32, 1.0>>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = false}> : (tensor<1x3x!quant.uniform<u8:f32, 1.0>>, tensor<1xi32>) -> tensor<1x!quant.uniform<u8:f32, 0.25:3>>
  func.return %r : tensor<1x!quant.uniform<u8:f32, 0.25:3>>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<-2>
func.func @int16() -> tensor<1x!quant.uniform<i16:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.5>>, value = dense<[-5, 0]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = true}> : (tensor<2x!quant.uniform<i16:f32, 0.5>>, tensor<1xi32>) -> tensor<1x!quant.uniform<i16:f32, 0.5>>
  func.return %r : tensor<1x!quant.uniform<i16:f32, 0.5>>
}

// CHECK-LABEL: func.func @of_images
// Sums 10, -2 and 6 are 2.5, -0.5 and 1.5 fours, rounded away from 0; the zero point is 1 of the
// scale of the output (rule N10).
// CHECK: dense<[[[[2, -2, 1]]]]>
func.func @of_images() -> tensor<1x1x1x3x!quant.uniform<i8:f32, 2.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x2x3x!quant.uniform<i8:f32, 1.0:2>>, value = dense<[[[[4, -2, 1], [6, 0, 5]]]]> : tensor<1x1x2x3xi8>}> : () -> tensor<1x1x2x3x!quant.uniform<i8:f32, 1.0:2>>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = true}> : (tensor<1x1x2x3x!quant.uniform<i8:f32, 1.0:2>>, tensor<2xi32>) -> tensor<1x1x1x3x!quant.uniform<i8:f32, 2.0>>
  func.return %r : tensor<1x1x1x3x!quant.uniform<i8:f32, 2.0>>
}

// CHECK-LABEL: func.func @of_images_of_15_channels
// -1.5 is rounded away from 0 (rule B3).
// CHECK: dense<-2>
func.func @of_images_of_15_channels() -> tensor<1x1x1x15x!quant.uniform<i8:f32, 4.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x15x!quant.uniform<i8:f32, 1.0>>, value = dense<-6> : tensor<1x1x1x15xi8>}> : () -> tensor<1x1x1x15x!quant.uniform<i8:f32, 1.0>>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = true}> : (tensor<1x1x1x15x!quant.uniform<i8:f32, 1.0>>, tensor<2xi32>) -> tensor<1x1x1x15x!quant.uniform<i8:f32, 4.0>>
  func.return %r : tensor<1x1x1x15x!quant.uniform<i8:f32, 4.0>>
}

// CHECK-LABEL: func.func @of_images_of_16_channels
// Half up (rules B6 and N10).
// CHECK: dense<-1>
func.func @of_images_of_16_channels() -> tensor<1x1x1x16x!quant.uniform<i8:f32, 4.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x16x!quant.uniform<i8:f32, 1.0>>, value = dense<-6> : tensor<1x1x1x16xi8>}> : () -> tensor<1x1x1x16x!quant.uniform<i8:f32, 1.0>>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.mean"(%x, %y) <{keep_dims = true}> : (tensor<1x1x1x16x!quant.uniform<i8:f32, 1.0>>, tensor<2xi32>) -> tensor<1x1x1x16x!quant.uniform<i8:f32, 4.0>>
  func.return %r : tensor<1x1x1x16x!quant.uniform<i8:f32, 4.0>>
}
