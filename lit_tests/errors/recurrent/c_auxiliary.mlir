// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Where time comes first LiteRT takes the auxiliary input to be as wide as the input.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.bidirectional_sequence_rnn: no C kernel: aux_input has 5 elements a step; kernels take 3, as LiteRT does
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x1x3xf32>, %aux: tensor<2x1x5xf32>) -> (tensor<2x1x2xf32>, tensor<2x1x2xf32>) {
  %none = "tfl.no_value"() <{value}> : () -> none
  %fw = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %fr = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %fb = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %fh = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %bw = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %br = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %bb = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %bh = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y0, %y1 = "tfl.bidirectional_sequence_rnn"(%x, %fw, %fr, %fb, %fh, %bw, %br, %bb, %bh, %aux, %none, %none) <{fused_activation_function = "RELU", time_major = true, merge_outputs = false}> : (tensor<2x1x3xf32>, tensor<2x3xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>, tensor<2x3xf32>, tensor<2x2xf32>, tensor<2xf32>, tensor<1x2xf32>, tensor<2x1x5xf32>, none, none) -> (tensor<2x1x2xf32>, tensor<2x1x2xf32>)
  func.return %y0, %y1 : tensor<2x1x2xf32>, tensor<2x1x2xf32>
}
