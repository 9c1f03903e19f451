// RUN: %qopt --pass=evaluate %s | filecheck %s

// What the function gives for these operands.
// CHECK-LABEL: func.func @main
// CHECK: dense<[2.000000e+00, 3.000000e+00]>
func.func @main() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[-2.0, 3.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.call"(%x) <{subgraph = @magnitudes}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}

func.func @magnitudes(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
