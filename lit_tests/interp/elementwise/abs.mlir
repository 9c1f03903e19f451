// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.000000e+00, 2.000000e+00, 0.000000e+00]>
func.func @floats() -> tensor<3xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -2.0, -0.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  %y = "tfl.abs"(%x) : (tensor<3xf32>) -> tensor<3xf32>
  func.return %y : tensor<3xf32>
}

// CHECK-LABEL: func.func @integers
// CHECK: dense<[7, 2147483647]>
func.func @integers() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[-7, -2147483647]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.abs"(%x) : (tensor<2xi32>) -> tensor<2xi32>
  func.return %y : tensor<2xi32>
}
