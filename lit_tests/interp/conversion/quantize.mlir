// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @groups_of_8
// 0.5 goes to even in whole groups of 8, here to 0 and 2; what is left over is rounded away from
// 0, the last two (rules S1 and S2).
// CHECK: dense<[1, 3, 3, 1, -1, -1, 127, 2, 2, 0]>
func.func @groups_of_8() -> tensor<10x!quant.uniform<i8:f32, 0.5:1>> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.25, 0.75, 1.25, -0.25, -0.75, -1.25, 100.0, 0.3, 0.25, -0.25]> : tensor<10xf32>}> : () -> tensor<10xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<10x!quant.uniform<i8:f32, 0.5:1>>}> : (tensor<10xf32>) -> tensor<10x!quant.uniform<i8:f32, 0.5:1>>
  func.return %r : tensor<10x!quant.uniform<i8:f32, 0.5:1>>
}

// CHECK-LABEL: func.func @unsigned
// The least of a zero point of 3.
// CHECK: dense<[1, 2, 255]>
func.func @unsigned() -> tensor<3x!quant.uniform<u8:f32, 0.5:3>> {
  %x = "tfl.pseudo_const"() <{value = dense<[-1.0, -0.5, 300.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<u8:f32, 0.5:3>>}> : (tensor<3xf32>) -> tensor<3x!quant.uniform<u8:f32, 0.5:3>>
  func.return %r : tensor<3x!quant.uniform<u8:f32, 0.5:3>>
}

// CHECK-LABEL: func.func @int16
// CHECK: dense<[1, -1, 32767]>
func.func @int16() -> tensor<3x!quant.uniform<i16:f32, 0.5>> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.25, -0.25, 1.0e6]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<i16:f32, 0.5>>}> : (tensor<3xf32>) -> tensor<3x!quant.uniform<i16:f32, 0.5>>
  func.return %r : tensor<3x!quant.uniform<i16:f32, 0.5>>
}

// CHECK-LABEL: func.func @nibbles
// Away from 0 at any place (rules A2 and S3).
// CHECK: dense<[1, 2, 3, -1, -2, -3, 7, -8]>
func.func @nibbles() -> tensor<8x!quant.uniform<i4:f32, 0.5>> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.25, 0.75, 1.25, -0.25, -0.75, -1.25, 100.0, -100.0]> : tensor<8xf32>}> : () -> tensor<8xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<8x!quant.uniform<i4:f32, 0.5>>}> : (tensor<8xf32>) -> tensor<8x!quant.uniform<i4:f32, 0.5>>
  func.return %r : tensor<8x!quant.uniform<i4:f32, 0.5>>
}

// CHECK-LABEL: func.func @unsigned_nibbles
// CHECK: dense<[3, 0, 15]>
func.func @unsigned_nibbles() -> tensor<3x!quant.uniform<u4:f32, 0.5:2>> {
  %x = "tfl.pseudo_const"() <{value = dense<[0.25, -100.0, 100.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<u4:f32, 0.5:2>>}> : (tensor<3xf32>) -> tensor<3x!quant.uniform<u4:f32, 0.5:2>>
  func.return %r : tensor<3x!quant.uniform<u4:f32, 0.5:2>>
}

// CHECK-LABEL: func.func @channels
// Each row with its scale, rounded away from 0.
// CHECK: dense<[[1, 2, 3, 4], [-2, -4, 2, 127]]>
func.func @channels() -> tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25:-3}>> {
  %x = "tfl.pseudo_const"() <{value = dense<[[0.25, 0.75, 1.25, 2.0], [0.25, -0.25, 1.25, 100.0]]> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25:-3}>>}> : (tensor<2x4xf32>) -> tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25:-3}>>
  func.return %r : tensor<2x4x!quant.uniform<i8:f32:0, {0.5, 0.25:-3}>>
}

// CHECK-LABEL: func.func @beyond_int32
// Becomes the least int32, to which the zero point is added (rule S4).
// CHECK: dense<-128>
func.func @beyond_int32() -> tensor<3x!quant.uniform<i8:f32, 0.5>> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0e10, -1.0e10, 0x7FC00000]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>}> : (tensor<3xf32>) -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  func.return %r : tensor<3x!quant.uniform<i8:f32, 0.5>>
}

// CHECK-LABEL: func.func @beyond_int32_and_wrapped
// CHECK: dense<127>
func.func @beyond_int32_and_wrapped() -> tensor<3x!quant.uniform<i8:f32, 0.5:-1>> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0e10, -1.0e10, 0x7FC00000]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5:-1>>}> : (tensor<3xf32>) -> tensor<3x!quant.uniform<i8:f32, 0.5:-1>>
  func.return %r : tensor<3x!quant.uniform<i8:f32, 0.5:-1>>
}

// CHECK-LABEL: func.func @anew
// Quarters less than 16: 1.5 and -1.5 are rounded away from 0; zero points (rule S5).
// CHECK: dense<[1, -3, 31]>
func.func @anew() -> tensor<3x!quant.uniform<i8:f32, 1.0:-1>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i8:f32, 0.25:2>>, value = dense<[8, -4, 127]> : tensor<3xi8>}> : () -> tensor<3x!quant.uniform<i8:f32, 0.25:2>>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<i8:f32, 1.0:-1>>}> : (tensor<3x!quant.uniform<i8:f32, 0.25:2>>) -> tensor<3x!quant.uniform<i8:f32, 1.0:-1>>
  func.return %r : tensor<3x!quant.uniform<i8:f32, 1.0:-1>>
}

// CHECK-LABEL: func.func @anew_in_groups_of_16
// -1.5 is rounded up (rules B6 and S5).
// CHECK: dense<[2, -1, 1, 0, 1, 0, 0, 1, 0, 32, -32, 2, -1, 3, -2, 1]>
func.func @anew_in_groups_of_16() -> tensor<16x!quant.uniform<i8:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<16x!quant.uniform<i8:f32, 0.25>>, value = dense<[6, -6, 2, -2, 1, -1, 0, 3, -3, 127, -128, 5, -5, 10, -10, 4]> : tensor<16xi8>}> : () -> tensor<16x!quant.uniform<i8:f32, 0.25>>
  %r = "tfl.quantize"(%x) <{qtype = tensor<16x!quant.uniform<i8:f32, 1.0>>}> : (tensor<16x!quant.uniform<i8:f32, 0.25>>) -> tensor<16x!quant.uniform<i8:f32, 1.0>>
  func.return %r : tensor<16x!quant.uniform<i8:f32, 1.0>>
}

// CHECK-LABEL: func.func @anew_unsigned
// CHECK: dense<[-128, 0, 127]>
func.func @anew_unsigned() -> tensor<3x!quant.uniform<i8:f32, 0.5>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<u8:f32, 0.5:128>>, value = dense<[0, 128, 255]> : tensor<3xui8>}> : () -> tensor<3x!quant.uniform<u8:f32, 0.5:128>>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<i8:f32, 0.5>>}> : (tensor<3x!quant.uniform<u8:f32, 0.5:128>>) -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  func.return %r : tensor<3x!quant.uniform<i8:f32, 0.5>>
}

// CHECK-LABEL: func.func @from_int16
// CHECK: dense<[127, 3, 4]>
func.func @from_int16() -> tensor<3x!quant.uniform<i8:f32, 1.0:3>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<3x!quant.uniform<i16:f32, 0.5>>, value = dense<[1000, -1, 1]> : tensor<3xi16>}> : () -> tensor<3x!quant.uniform<i16:f32, 0.5>>
  %r = "tfl.quantize"(%x) <{qtype = tensor<3x!quant.uniform<i8:f32, 1.0:3>>}> : (tensor<3x!quant.uniform<i16:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 1.0:3>>
  func.return %r : tensor<3x!quant.uniform<i8:f32, 1.0:3>>
}

// CHECK-LABEL: func.func @to_int32
// CHECK: dense<[2000, -2]>
func.func @to_int32() -> tensor<2x!quant.uniform<i32:f32, 0.25>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i16:f32, 0.5>>, value = dense<[1000, -1]> : tensor<2xi16>}> : () -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  %r = "tfl.quantize"(%x) <{qtype = tensor<2x!quant.uniform<i32:f32, 0.25>>}> : (tensor<2x!quant.uniform<i16:f32, 0.5>>) -> tensor<2x!quant.uniform<i32:f32, 0.25>>
  func.return %r : tensor<2x!quant.uniform<i32:f32, 0.25>>
}

// CHECK-LABEL: func.func @from_int32
// CHECK: dense<[32767, -1]>
func.func @from_int32() -> tensor<2x!quant.uniform<i16:f32, 1.0>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<i32:f32, 0.5>>, value = dense<[100000, -3]> : tensor<2xi32>}> : () -> tensor<2x!quant.uniform<i32:f32, 0.5>>
  %r = "tfl.quantize"(%x) <{qtype = tensor<2x!quant.uniform<i16:f32, 1.0>>}> : (tensor<2x!quant.uniform<i32:f32, 0.5>>) -> tensor<2x!quant.uniform<i16:f32, 1.0>>
  func.return %r : tensor<2x!quant.uniform<i16:f32, 1.0>>
}

// CHECK-LABEL: func.func @one_channel
// One scale along an axis is one for the tensor: halves of a group of 8 go to even.
// CHECK: dense<0>
func.func @one_channel() -> tensor<8x1x!quant.uniform<i8:f32:1, {0.5}>> {
  %x = "tfl.pseudo_const"() <{value = dense<0.25> : tensor<8x1xf32>}> : () -> tensor<8x1xf32>
  %r = "tfl.quantize"(%x) <{qtype = tensor<8x1x!quant.uniform<i8:f32:1, {0.5}>>}> : (tensor<8x1xf32>) -> tensor<8x1x!quant.uniform<i8:f32:1, {0.5}>>
  func.return %r : tensor<8x1x!quant.uniform<i8:f32:1, {0.5}>>
}
