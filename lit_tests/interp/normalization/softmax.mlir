// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<5.000000e-01>
func.func @floats() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[0.0, 0.0], [1.0, 1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<2x2xf32>) -> tensor<2x2xf32>
  func.return %r : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @halves
// In float16 (rule N4).
// CHECK: dense<[4.199220e-02, 1.142580e-01, 8.437500e-01]>
func.func @halves() -> tensor<3xf16> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.0, 1.0, 3.0]> : tensor<3xf16>}> : () -> tensor<3xf16>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<3xf16>) -> tensor<3xf16>
  func.return %r : tensor<3xf16>
}

// CHECK-LABEL: func.func @bytes
// 1 / (1 + exp(-1) + exp(-2)) is 0.665, of which 170.3 is 256 times (rules N1 and N2).
// CHECK: dense<[42, -65, -105]>
func.func @bytes() -> tensor<3x!quant.uniform<i8:f32, 0.00390625:-128>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.25>>, value = dense<[10, 6, 2]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.25>>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<3x!quant.uniform<i8:f32, 0.25>>) -> tensor<3x!quant.uniform<i8:f32, 0.00390625:-128>>
  func.return %r : tensor<3x!quant.uniform<i8:f32, 0.00390625:-128>>
}

// CHECK-LABEL: func.func @unsigned
// 2 * exp(-0.5) is 1.2; a half is 128 steps.
// CHECK: dense<128>
func.func @unsigned() -> tensor<2x!quant.uniform<u8:f32, 0.00390625>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.5:3>>, value = dense<[7, 7]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.5:3>>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<2x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<2x!quant.uniform<u8:f32, 0.00390625>>
  func.return %r : tensor<2x!quant.uniform<u8:f32, 0.00390625>>
}

// CHECK-LABEL: func.func @all_of_one
// 1 is 256 steps, of which 255 is the most (rule A3).
// CHECK: dense<[127, -128]>
func.func @all_of_one() -> tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 1.0>>, value = dense<[127, -128]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<2x!quant.uniform<i8:f32, 1.0>>) -> tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>>
}

// CHECK-LABEL: func.func @from_bytes_to_int16
// The input has 8 bits, the output 16 with all of its range.
// CHECK: dense<[4856, -9948, -27676]>
func.func @from_bytes_to_int16() -> tensor<3x!quant.uniform<i16:f32, 1.52587890625e-05:-32768>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>, value = dense<[1, 0, -3]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i16:f32, 1.52587890625e-05:-32768>>
  func.return %r : tensor<3x!quant.uniform<i16:f32, 1.52587890625e-05:-32768>>
}

// CHECK-LABEL: func.func @int16
// By two tables (rules N5 and N6); the last counts as exp(-10).
// CHECK: dense<[22598, 8313, 1855, 1]>
func.func @int16() -> tensor<4x!quant.uniform<i16:f32, 3.0517578125e-05>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<4x!quant.uniform<i16:f32, 0.001>>, value = dense<[0, -1000, -2500, -32768]> : tensor<4xi16>}> : () -> tensor<4x!quant.uniform<i16:f32, 0.001>>
  %r = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<4x!quant.uniform<i16:f32, 0.001>>) -> tensor<4x!quant.uniform<i16:f32, 3.0517578125e-05>>
  func.return %r : tensor<4x!quant.uniform<i16:f32, 3.0517578125e-05>>
}

// CHECK-LABEL: func.func @less_steep
// CHECK: dense<[31, -31]>
func.func @less_steep() -> tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>, value = dense<[4, 0]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.25>>
  %r = "tfl.softmax"(%x) <{beta = 0.5 : f32}> : (tensor<2x!quant.uniform<i8:f32, 0.25>>) -> tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>>
  func.return %r : tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>>
}
