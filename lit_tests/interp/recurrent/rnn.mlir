// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @step
// Rule R20.
// CHECK: dense<8.004990e-01>
func.func @step() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5, 0.25]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.rnn"(%x, %y, %z, %u, %v) <{fused_activation_function = "TANH", asymmetric_quantize_inputs = false}> : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %0 : tensor<1x1xf32>
}

// Input and state are quantized each for itself, in steps of 1 (rules R20 and H1): 0.5 becomes 1, both in the
// input and, less the bias of 0.5, in the state of the second step.
// CHECK-LABEL: func.func @of_input_and_state
// CHECK: dense<{{\[\[}}1.270000e+02, 5.000000e-01]]>
// CHECK-NEXT: dense<{{\[\[}}2.000000e+00, 1.500000e+00]]>
func.func @of_input_and_state() -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[127.0, 0.5]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 1.0>>, value = dense<[[1, 0], [0, 1]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 1.0>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 2.0>>, value = dense<[[0, 1], [0, 1]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 2.0>>
  %b = "tfl.pseudo_const"() <{value = dense<[0.0, -0.5]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y0 = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32, 1.0>>, tensor<2x2x!quant.uniform<i8:f32, 2.0>>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  %y1 = "tfl.rnn"(%zero, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2x!quant.uniform<i8:f32, 1.0>>, tensor<2x2x!quant.uniform<i8:f32, 2.0>>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y0, %y1 : tensor<1x2xf32>, tensor<1x2xf32>
}

// Bytes of uint8 are read as int8, whatever their zero point (rule M5): 255 is -1.
// CHECK-LABEL: func.func @of_uint8
// CHECK: dense<-1.270000e+02>
func.func @of_uint8() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<127.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, value = dense<255> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, value = dense<0> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %y = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}

// Infinity stays, and RELU makes 0 of NaN (rule R24).
// CHECK-LABEL: func.func @special
// CHECK: dense<{{\[\[}}0x7F800000, 0.000000e+00]]>
func.func @special() -> tensor<1x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[0x7F800000, 0.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %r = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.0, 0x7FC00000]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "RELU"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
