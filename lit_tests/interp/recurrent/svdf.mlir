// RUN: %qopt --pass=evaluate %s | filecheck %s

// Two filters of one unit, with two places of memory each, the newest last (rule R23). From 1: [0, 1] and [0, 2],
// 10 * 1 + 1 * 2 and the bias of 0.5; then from 10: [1, 10] and [2, 20], 1 + 100 + 20 + 0.5.
// CHECK-LABEL: func.func @floats
// CHECK: dense<1.250000e+01>
// CHECK-NEXT: dense<1.215000e+02>
func.func @floats() -> (tensor<1x1xf32>, tensor<1x1xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %ten = "tfl.pseudo_const"() <{value = dense<10.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[[1.0, 10.0], [0.0, 1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x4xf32>}> {tfl.is_variable} : () -> tensor<1x4xf32>
  %y0 = "tfl.svdf"(%x, %w, %t, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", rank = 2 : i32}> : (tensor<1x1xf32>, tensor<2x1xf32>, tensor<2x2xf32>, tensor<1xf32>, tensor<1x4xf32>) -> tensor<1x1xf32>
  %y1 = "tfl.svdf"(%ten, %w, %t, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", rank = 2 : i32}> : (tensor<1x1xf32>, tensor<2x1xf32>, tensor<2x2xf32>, tensor<1xf32>, tensor<1x4xf32>) -> tensor<1x1xf32>
  func.return %y0, %y1 : tensor<1x1xf32>, tensor<1x1xf32>
}

// One filter a unit, no bias: 10 and 2, then 1 + 100 and 20; RELU6.
// CHECK-LABEL: func.func @units
// CHECK: dense<{{\[\[}}6.000000e+00, 2.000000e+00]]>
// CHECK-NEXT: dense<6.000000e+00>
func.func @units() -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %ten = "tfl.pseudo_const"() <{value = dense<10.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0], [2.0]]> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[[1.0, 10.0], [0.0, 1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x4xf32>}> {tfl.is_variable} : () -> tensor<1x4xf32>
  %y0 = "tfl.svdf"(%x, %w, %t, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "RELU6", rank = 1 : i32}> : (tensor<1x1xf32>, tensor<2x1xf32>, tensor<2x2xf32>, none, tensor<1x4xf32>) -> tensor<1x2xf32>
  %y1 = "tfl.svdf"(%ten, %w, %t, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "RELU6", rank = 1 : i32}> : (tensor<1x1xf32>, tensor<2x1xf32>, tensor<2x2xf32>, none, tensor<1x4xf32>) -> tensor<1x2xf32>
  func.return %y0, %y1 : tensor<1x2xf32>, tensor<1x2xf32>
}

// The input is quantized, in steps of 1 (rule H1): 0.5 becomes 1. Time weights stand for 0.5 and are not
// (rule R23): 2 * (127 + 1) * 0.5.
// CHECK-LABEL: func.func @hybrid
// CHECK: dense<1.280000e+02>
func.func @hybrid() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.5]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 2.0>>, value = dense<1> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 2.0>>
  %t = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 0.5>>, value = dense<1> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 0.5>>
  %b = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %y = "tfl.svdf"(%x, %w, %t, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE", rank = 1 : i32}> : (tensor<1x2xf32>, tensor<1x2x!quant.uniform<i8:f32, 2.0>>, tensor<1x1x!quant.uniform<i8:f32, 0.5>>, none, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
