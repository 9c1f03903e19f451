// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @step
// Rows of the matrix are input, cell, forget and output gate (rule R3).
// CHECK: dense<0.108786471>
// CHECK: dense<0.133853734>
// CHECK: dense<[[1.000000e+00, 5.000000e-01]]>
// CHECK: dense<[[1.250000e+00, -7.750000e-01, 1.750000e+00, 1.500000e+00]]>
func.func @step() -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x2xf32>, tensor<1x4xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[1.0, 0.5], [-1.0, 0.25], [0.5, 0.5], [2.0, -1.0]]> : tensor<4x2xf32>}> : () -> tensor<4x2xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[0.0, 0.1, 1.0, 0.0]> : tensor<4xf32>}> : () -> tensor<4xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %0:4 = "tfl.basic_lstm"(%x, %y, %z, %u, %v) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, kernel_type = #tfl<lstm_kernel_type_attr BASIC>, asymmetric_quantize_inputs = false}> : (tensor<1x1xf32>, tensor<1x1xf32>, tensor<4x2xf32>, tensor<4xf32>, tensor<1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x2xf32>, tensor<1x4xf32>)
  func.return %0#0, %0#1, %0#2, %0#3 : tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x2xf32>, tensor<1x4xf32>
}
