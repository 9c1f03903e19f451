// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @full
// All four gates, and peepholes to three of them (rule R1).
// CHECK: dense<-0.537479758>
func.func @full() -> tensor<1x1xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[[0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %u = "tfl.pseudo_const"() <{value = dense<[[-1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %v = "tfl.pseudo_const"() <{value = dense<[[2.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.25]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %a = "tfl.pseudo_const"() <{value = dense<[[-0.5]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[[0.75]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %c = "tfl.pseudo_const"() <{value = dense<[[1.0]]> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %d = "tfl.pseudo_const"() <{value = dense<[0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %e = "tfl.pseudo_const"() <{value = dense<[0.25]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %f = "tfl.pseudo_const"() <{value = dense<[-1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %g = "tfl.pseudo_const"() <{value = dense<[0.1]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %h = "tfl.pseudo_const"() <{value = dense<[1.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %i = "tfl.pseudo_const"() <{value = dense<[0.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %j = "tfl.pseudo_const"() <{value = dense<[-0.5]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %m = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %n = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable} : () -> tensor<1x1xf32>
  %0 = "tfl.lstm"(%x, %y, %z, %u, %v, %w, %a, %b, %c, %d, %e, %f, %g, %h, %i, %j, %none, %none, %m, %n) <{fused_activation_function = "TANH", cell_clip = 0.0 : f32, proj_clip = 0.0 : f32, asymmetric_quantize_inputs = false, kernel_type = #tfl<lstm_kernel_type_attr FULL>}> : (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>, none, none, tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  func.return %0 : tensor<1x1xf32>
}
