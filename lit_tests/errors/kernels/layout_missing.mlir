// RUN: not %qopt %s --pass=choose-layouts 2>&1 | filecheck %s
// CHECK: qopt: error: choose-layouts: @main c.call: "softmax_f32" takes no integer weights

func.func @main() -> tensor<2x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x2x!quant.uniform<i8:f32, 0.5>>, value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>}> : () -> tensor<2x2x!quant.uniform<i8:f32, 0.5>>
  %y = "c.call"(%w) <{kernel = "softmax_f32", parameters = {rows = 2 : i32, depth = 2 : i32, beta = 1.0 : f32}}> : (tensor<2x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}
