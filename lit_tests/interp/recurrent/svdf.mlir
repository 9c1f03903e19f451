// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @first_step
// Only the newest element of the memory is not 0: 2.5 x 1 + 2 x 3 + 0.25.
// CHECK: dense<8.750000e+00>
func.func @first_step() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5, 1.0], [2.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[10.0, 1.0], [10.0, 3.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.25]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x4xf32>}> {tfl.is_variable} : () -> tensor<1x4xf32>
  %0 = "tfl.svdf"(%x, %y, %z, %u, %v) <{fused_activation_function = "NONE", asymmetric_quantize_inputs = false, rank = 2 : i32}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<1xf32>, tensor<1x4xf32>) -> tensor<1x1xf32>
  func.return %0 : tensor<1x1xf32>
}

// CHECK-LABEL: func.func @integers
// 10 / 2 is 5 in the memory; 5 x 3 + 1 is 4 steps (rule R21).
// CHECK: dense<6>
func.func @integers() -> tensor<1x1x!quant.uniform<i8:f32, 0.5:2>> {
  %x = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.5:1>>, value = dense<[[3, 5]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.5:1>>
  %y = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 0.25>>, value = dense<[[1, 2]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 0.25>>
  %z = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i16:f32, 0.5>>, value = dense<[[7, 3]]> : tensor<1x2xi16>}> : () -> tensor<1x2x!quant.uniform<i16:f32, 0.5>>
  %u = "tfl.pseudo_qconst"() <{qtype = tensor<1x!quant.uniform<i32:f32, 0.125>>, value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1x!quant.uniform<i32:f32, 0.125>>
  %v = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i16:f32, 0.25>>, value = dense<0> : tensor<1x2xi16>}> {tfl.is_variable} : () -> tensor<1x2x!quant.uniform<i16:f32, 0.25>>
  %0 = "tfl.svdf"(%x, %y, %z, %u, %v) <{fused_activation_function = "RELU", asymmetric_quantize_inputs = false, rank = 1 : i32}> : (tensor<1x2x!quant.uniform<i8:f32, 0.5:1>>, tensor<1x2x!quant.uniform<i8:f32, 0.25>>, tensor<1x2x!quant.uniform<i16:f32, 0.5>>, tensor<1x!quant.uniform<i32:f32, 0.125>>, tensor<1x2x!quant.uniform<i16:f32, 0.25>>) -> tensor<1x1x!quant.uniform<i8:f32, 0.5:2>>
  func.return %0 : tensor<1x1x!quant.uniform<i8:f32, 0.5:2>>
}
