// RUN: %qopt --pass=evaluate %s | filecheck %s

// 1 * 1 + 2 * 10 + 0.5 is 21.5, and -1 + 0 is -1 (rule R20). The second step has the first for its state:
// 0.5 + 1 * 21.5 + 2 * -1 is 20, and -1 * -1 is 1.
// CHECK-LABEL: func.func @floats
// CHECK: dense<{{\[\[}}2.150000e+01, -1.000000e+00]]>
// CHECK-NEXT: dense<{{\[\[}}2.000000e+01, 1.000000e+00]]>
func.func @floats() -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 10.0], [-1.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [0.0, -1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y0 = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  %y1 = "tfl.rnn"(%zero, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y0, %y1 : tensor<1x2xf32>, tensor<1x2xf32>
}

// What the activation leaves is the state: 6 of 21.5, and 0 of -1.
// CHECK-LABEL: func.func @activation
// CHECK: dense<{{\[\[}}6.000000e+00, 0.000000e+00]]>
// CHECK-NEXT: dense<{{\[\[}}6.000000e+00, 0.000000e+00]]>
func.func @activation() -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, 10.0], [-1.0, 0.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %r = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [0.0, -1.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[0.5, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y0 = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "RELU6"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  %y1 = "tfl.rnn"(%zero, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "RELU6"}> : (tensor<1x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y0, %y1 : tensor<1x2xf32>, tensor<1x2xf32>
}

// Input and state are quantized each for itself, in steps of 1 (rules R20 and H1): 0.5 becomes 1, both
// in the input and, less the bias of 0.5, in the state.
// CHECK-LABEL: func.func @hybrid
// CHECK: dense<{{\[\[}}1.270000e+02, 5.000000e-01]]>
// CHECK-NEXT: dense<{{\[\[}}2.000000e+00, 1.500000e+00]]>
func.func @hybrid() -> (tensor<1x2xf32>, tensor<1x2xf32>) {
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

// Asymmetric (rule H2): 0 to 255 is stored in steps of 1, so 100.4 becomes 100.
// CHECK-LABEL: func.func @hybrid_asymmetric
// CHECK: dense<4.550000e+02>
func.func @hybrid_asymmetric() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[255.0, 100.4]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x2x!quant.uniform<i8:f32, 1.0>>, value = dense<[[1, 2]]> : tensor<1x2xi8>}> : () -> tensor<1x2x!quant.uniform<i8:f32, 1.0>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<i8:f32, 1.0>>, value = dense<1> : tensor<1x1xi8>}> : () -> tensor<1x1x!quant.uniform<i8:f32, 1.0>>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %y = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = true, fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<1x2x!quant.uniform<i8:f32, 1.0>>, tensor<1x1x!quant.uniform<i8:f32, 1.0>>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}

// Bytes of uint8 are read as int8, whatever their zero point (rules R20 and M5): 255 is -1.
// CHECK-LABEL: func.func @hybrid_uint8
// CHECK: dense<-1.270000e+02>
func.func @hybrid_uint8() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<127.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, value = dense<255> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>
  %r = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, value = dense<0> : tensor<1x1xui8>}> : () -> tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %y = "tfl.rnn"(%x, %w, %r, %b, %s) <{asymmetric_quantize_inputs = false, fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, tensor<1x1x!quant.uniform<u8:f32, 1.0:128>>, tensor<1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
