// RUN: %qopt --pass=evaluate %s | filecheck %s

// The branch that the condition chooses, and no other (rule S20).
// CHECK-LABEL: func.func @main
// CHECK: dense<[2.000000e+00, 3.000000e+00]>
// CHECK: dense<[2.000000e+00, -6.000000e+00]>
func.func @main() -> (tensor<2xf32>, tensor<2xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[-2.0, 3.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %yes = "tfl.pseudo_const"() <{value = dense<true> : tensor<1xi1>}> : () -> tensor<1xi1>
  %no = "tfl.pseudo_const"() <{value = dense<false> : tensor<i1>}> : () -> tensor<i1>
  %0 = "tf.If"(%yes, %x) <{then_branch = @magnitudes, else_branch = @refuses, is_stateless = false}> : (tensor<1xi1>, tensor<2xf32>) -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[1.0, -3.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %1 = "tf.If"(%no, %y) <{then_branch = @refuses, else_branch = @doubled, is_stateless = false}> : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0, %1 : tensor<2xf32>, tensor<2xf32>
}

func.func @magnitudes(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

func.func @doubled(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.add"(%x, %x) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

func.func @refuses(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.custom"(%x) <{custom_code = "Unknown", custom_option = #tfl<const_bytes : "0x">}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
