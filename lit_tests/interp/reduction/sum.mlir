// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[6.000000e+00, 1.800000e+01]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.sum"(%x, %y) <{keep_dims = false}> : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @kept
// CHECK: dense<[[5.000000e+00, 7.000000e+00, 1.200000e+01]]>
func.func @kept() -> tensor<1x3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[-2, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.sum"(%x, %y) <{keep_dims = true}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<1x3xf32>
  func.return %r : tensor<1x3xf32>
}

// CHECK-LABEL: func.func @wraps
// CHECK: dense<-2147483647>
func.func @wraps() -> tensor<i32> {
  %x = "tfl.pseudo_const"() <{value = dense<[2147483647, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.sum"(%x, %y) <{keep_dims = false}> : (tensor<2xi32>, tensor<1xi32>) -> tensor<i32>
  func.return %r : tensor<i32>
}

// CHECK-LABEL: func.func @quantized
// 5 and -7 above the zero points, in steps of half the scale: 2.5 and -3.5 round away from 0
// (rule N11).
// CHECK: dense<[4, -3]>
func.func @quantized() -> tensor<2x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.25:2>>, value = dense<[[10, -1], [-8, 5]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.25:2>>
  %y = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.sum"(%x, %y) <{keep_dims = false}> : (tensor<2x2x!quant.uniform<i8:f32, 0.25:2>>, tensor<1xi32>) -> tensor<2x!quant.uniform<i8:f32, 0.5:1>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.5:1>>
}

// CHECK-LABEL: func.func @unsigned
// 300 is more than 255 (rule A3).
// CHECK: dense<255>
func.func @unsigned() -> tensor<1x!quant.uniform<u8:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 1.0>>, value = dense<[200, 100]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 1.0>>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.sum"(%x, %y) <{keep_dims = true}> : (tensor<2x!quant.uniform<u8:f32, 1.0>>, tensor<1xi32>) -> tensor<1x!quant.uniform<u8:f32, 1.0>>
  func.return %r : tensor<1x!quant.uniform<u8:f32, 1.0>>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<749>
func.func @int16() -> tensor<!quant.uniform<i16:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i16:f32, 0.5>>, value = dense<[1000, 500, -3]> : tensor<3xi16>}> : () -> tensor<3x!quant.uniform<i16:f32, 0.5>>
  %y = "tfl.pseudo_const"() <{value = dense<[0]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %r = "tfl.sum"(%x, %y) <{keep_dims = false}> : (tensor<3x!quant.uniform<i16:f32, 0.5>>, tensor<1xi32>) -> tensor<!quant.uniform<i16:f32, 1.0>>
  func.return %r : tensor<!quant.uniform<i16:f32, 1.0>>
}
