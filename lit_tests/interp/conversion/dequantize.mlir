// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @bytes
// By rule A1.
// CHECK: dense<[-6.550000e+01, -1.500000e+00, 6.200000e+01]>
func.func @bytes() -> tensor<3xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5:3>>, value = dense<[-128, 0, 127]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5:3>>
  %r = "tfl.dequantize"(%x) : (tensor<3x!quant.uniform<i8:f32, 0.5:3>>) -> tensor<3xf32>
  func.return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @unsigned
// CHECK: dense<[-3.200000e+01, 3.175000e+01]>
func.func @unsigned() -> tensor<2xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.25:128>>, value = dense<[0, 255]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.25:128>>
  %r = "tfl.dequantize"(%x) : (tensor<2x!quant.uniform<u8:f32, 0.25:128>>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<[-1.638400e+04, 1.500000e+00]>
func.func @int16() -> tensor<2xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.5>>, value = dense<[-32768, 3]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  %r = "tfl.dequantize"(%x) : (tensor<2x!quant.uniform<i16:f32, 0.5>>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}

// CHECK-LABEL: func.func @nibbles
// CHECK: dense<[-4.500000e+00, 3.000000e+00, 0.000000e+00]>
func.func @nibbles() -> tensor<3xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i4:f32, 0.5:1>>, value = dense<[-8, 7, 1]> : tensor<3xi4>}> : () -> tensor<3x!quant.uniform<i4:f32, 0.5:1>>
  %r = "tfl.dequantize"(%x) : (tensor<3x!quant.uniform<i4:f32, 0.5:1>>) -> tensor<3xf32>
  func.return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @unsigned_nibbles
// CHECK: dense<[3.500000e+00, -4.000000e+00, 0.000000e+00]>
func.func @unsigned_nibbles() -> tensor<3xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<u4:f32, 0.5:8>>, value = dense<[15, 0, 8]> : tensor<3xui4>}> : () -> tensor<3x!quant.uniform<u4:f32, 0.5:8>>
  %r = "tfl.dequantize"(%x) : (tensor<3x!quant.uniform<u4:f32, 0.5:8>>) -> tensor<3xf32>
  func.return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @pairs_of_bits
// CHECK: dense<[-1.000000e+00, -5.000000e-01, 0.000000e+00, 5.000000e-01, 5.000000e-01]>
func.func @pairs_of_bits() -> tensor<5xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<5x!quant.uniform<i2:f32, 0.5>>, value = dense<[-2, -1, 0, 1, 1]> : tensor<5xi2>}> : () -> tensor<5x!quant.uniform<i2:f32, 0.5>>
  %r = "tfl.dequantize"(%x) : (tensor<5x!quant.uniform<i2:f32, 0.5>>) -> tensor<5xf32>
  func.return %r : tensor<5xf32>
}

// CHECK-LABEL: func.func @channels
// CHECK: dense<[[5.000000e-01, 2.000000e+00], [1.500000e+00, 6.000000e+00]]>
func.func @channels() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 2.0:1}>>, value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 2.0:1}>>
  %r = "tfl.dequantize"(%x) : (tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 2.0:1}>>) -> tensor<2x2xf32>
  func.return %r : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @halves
// CHECK: dense<[1.500000e+00, -2.000000e+00]>
func.func @halves() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.5, -2.0]> : tensor<2xf16>}> : () -> tensor<2xf16>
  %r = "tfl.dequantize"(%x) : (tensor<2xf16>) -> tensor<2xf32>
  func.return %r : tensor<2xf32>
}
