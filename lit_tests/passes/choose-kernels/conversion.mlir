// RUN: %qopt %s --pass=choose-kernels | filecheck %s
// RUN: %qopt %s --pass=choose-kernels,choose-layouts,pack-weights | filecheck %s --check-prefix=PACKED

func.func @cast(%x: tensor<2x3xi32>) -> tensor<2x3xf32> {
  %y = "tfl.cast"(%x) : (tensor<2x3xi32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @cast
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "cast_i32_f32", parameters = {size = 6 : i32}}>

// Floats saturate at the bounds of the type that is wanted, here of int8, on the way there.
func.func @saturates(%x: tensor<2x3xf32>) -> tensor<2x3xi8> {
  %y = "tfl.cast"(%x) : (tensor<2x3xf32>) -> tensor<2x3xi8>
  func.return %y : tensor<2x3xi8>
}
// CHECK-LABEL:   @saturates
// CHECK-NEXT:      %0 = "c.call"(%x) <{kernel = "cast_f32_i32", parameters = {size = 6 : i32, low = -128 : i32, high = 127 : i32}}>
// CHECK-NEXT:      %y = "c.call"(%0) <{kernel = "cast_i32_i8", parameters = {size = 6 : i32}, in_place = array<i32: 0>}>

// A constant that an op of floats reads: integers, and a scale for each channel, are in the file.
func.func @dequantize() -> tensor<2x3xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 0.25, 1.0}>>, value = dense<1> : tensor<2x3xi8>}> : () -> tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 0.25, 1.0}>>
  %y = "tfl.dequantize"(%w) : (tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 0.25, 1.0}>>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @dequantize
// CHECK:           %y = "c.call"(%w) <{kernel = "dequantize_i8", parameters = {outer = 2 : i32, channels = 3 : i32, inner = 1 : i32}}>
// PACKED-LABEL:  @dequantize
// PACKED:          %y = "c.call"({{.*}}) <{kernel = "dequantize_i8"{{.*}} : (tensor<2x3xi8>, tensor<3xf32>) -> tensor<2x3xf32>

// What has one scale may be computed: rows of a table, here.
func.func @rows(%x: tensor<2x3x!quant.uniform<i8:f32, 0.5:-1>>) -> tensor<2x3xf32> {
  %y = "tfl.dequantize"(%x) : (tensor<2x3x!quant.uniform<i8:f32, 0.5:-1>>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @rows
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "dequantize_tensor_i8", parameters = {size = 6 : i32, scale = 5.000000e-01 : f32, zero_point = -1 : i32}}>

func.func @float16(%w: tensor<2x3xf16>) -> tensor<2x3xf32> {
  %y = "tfl.dequantize"(%w) : (tensor<2x3xf16>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @float16
// CHECK-NEXT:      %y = "c.call"(%w) <{kernel = "dequantize_f16", parameters = {size = 6 : i32}}>
