// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @floats
// CHECK: dense<[-1.000000e+00, 2.000000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.neg"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @integers
// CHECK: dense<[-5, -2147483648]>
func.func @integers() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[5, -2147483648]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.neg"(%x) : (tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}
