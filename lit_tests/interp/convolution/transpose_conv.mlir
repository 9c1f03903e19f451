// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @strided
// CHECK: dense<[[[[1.000000e+00], [1.000000e+01], [2.000000e+00], [2.000000e+01], [0.000000e+00]]]]>
func.func @strided() -> tensor<1x1x5x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 1, 5, 1]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [10.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %0 = "tfl.transpose_conv"(%x, %y, %z) <{padding = "VALID", stride_h = 1 : i32, stride_w = 2 : i32, fused_activation_function = "NONE"}> : (tensor<4xi32>, tensor<1x1x2x1xf32>, tensor<1x1x2x1xf32>) -> tensor<1x1x5x1xf32>
  func.return %0 : tensor<1x1x5x1xf32>
}

// CHECK-LABEL: func.func @overlapping
// CHECK: dense<[[[[1.500000e+00], [1.250000e+01], [2.050000e+01]]]]>
func.func @overlapping() -> tensor<1x1x3x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 1, 3, 1]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [10.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.transpose_conv"(%x, %y, %z, %u) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, fused_activation_function = "NONE"}> : (tensor<4xi32>, tensor<1x1x2x1xf32>, tensor<1x1x2x1xf32>, tensor<1xf32>) -> tensor<1x1x3x1xf32>
  func.return %0 : tensor<1x1x3x1xf32>
}

// CHECK-LABEL: func.func @same
// CHECK: dense<[[[[1.200000e+01], [1.200000e+02]]]]>
func.func @same() -> tensor<1x1x2x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 1, 2, 1]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [10.0], [100.0]]]]> : tensor<1x1x3x1xf32>}> : () -> tensor<1x1x3x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[[[1.0], [2.0]]]]> : tensor<1x1x2x1xf32>}> : () -> tensor<1x1x2x1xf32>
  %0 = "tfl.transpose_conv"(%x, %y, %z) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32, fused_activation_function = "NONE"}> : (tensor<4xi32>, tensor<1x1x3x1xf32>, tensor<1x1x2x1xf32>) -> tensor<1x1x2x1xf32>
  func.return %0 : tensor<1x1x2x1xf32>
}

// CHECK-LABEL: func.func @quantized
// -4.5 goes up in the group of eight channels, and down in the one left over (rule C4).
// CHECK: dense<[[[[-4, -4, -4, -4, -4, -4, -4, 5, -4]]]]>
func.func @quantized() -> tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 1, 1, 9]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<9x1x1x1x!quant.uniform<i8:f32, 0.25>>, value = dense<[[[[2]]], [[[2]]], [[[2]]], [[[2]]], [[[2]]], [[[2]]], [[[2]]], [[[-2]]], [[[2]]]]> : tensor<9x1x1x1xi8>}> : () -> tensor<9x1x1x1x!quant.uniform<i8:f32, 0.25>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5:1>>, value = dense<[[[[-4]]]]> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5:1>>
  %u = "tfl.pseudo_qconst"() <{qtype = tensor<9x!quant.uniform<i32:f32, 0.125>>, value = dense<[1, 1, 1, 1, 1, 1, 1, -1, 1]> : tensor<9xi32>}> : () -> tensor<9x!quant.uniform<i32:f32, 0.125>>
  %0 = "tfl.transpose_conv"(%x, %y, %z, %u) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32, fused_activation_function = "NONE"}> : (tensor<4xi32>, tensor<9x1x1x1x!quant.uniform<i8:f32, 0.25>>, tensor<1x1x1x1x!quant.uniform<i8:f32, 0.5:1>>, tensor<9x!quant.uniform<i32:f32, 0.125>>) -> tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>
  func.return %0 : tensor<1x1x1x9x!quant.uniform<i8:f32, 0.25>>
}
