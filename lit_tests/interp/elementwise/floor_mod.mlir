// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @integers
// The sign is the divisor's.
// CHECK: dense<[-1, 1]>
func.func @integers() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[7, -7]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[-4, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.floor_mod"(%x, %y) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}

// CHECK-LABEL: func.func @floats
// CHECK: dense<[1.500000e+00, 5.000000e-01]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[7.5, -7.5]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.floor_mod"(%x, %y) : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
