// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// Minus infinity becomes the least float (rule A5).
// CHECK: dense<[2.500000e-01, -3.40282347e+38]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[4.0, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.div"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @integers
// Cut towards zero (rule E4).
// CHECK: dense<[3, -3]>
func.func @integers() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[7, -7]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.div"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}

// CHECK-LABEL: func.func @quantized
// 5 / 3 is 6.67 steps (rule E6).
// CHECK: dense<[7, 255]>
func.func @quantized() -> tensor<2x!quant.uniform<u8:f32, 0.25>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.5>>, value = dense<[10, 3]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.5>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 1.0>>, value = dense<[3, 200]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 1.0>>
  %0 = "tfl.div"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<u8:f32, 0.5>>, tensor<2x!quant.uniform<u8:f32, 1.0>>) -> tensor<2x!quant.uniform<u8:f32, 0.25>>
  func.return %0 : tensor<2x!quant.uniform<u8:f32, 0.25>>
}

// CHECK-LABEL: func.func @undefined_shift
// 0 / 3 is not the zero point, 7 (rule E6).
// CHECK: dense<[7, 12]>
func.func @undefined_shift() -> tensor<2x!quant.uniform<u8:f32, 0.25:7>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 0.5:10>>, value = dense<[10, 20]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 0.5:10>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<2x!quant.uniform<u8:f32, 1.0>>, value = dense<[3, 4]> : tensor<2xui8>}> : () -> tensor<2x!quant.uniform<u8:f32, 1.0>>
  %0 = "tfl.div"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2x!quant.uniform<u8:f32, 0.5:10>>, tensor<2x!quant.uniform<u8:f32, 1.0>>) -> tensor<2x!quant.uniform<u8:f32, 0.25:7>>
  func.return %0 : tensor<2x!quant.uniform<u8:f32, 0.25:7>>
}
