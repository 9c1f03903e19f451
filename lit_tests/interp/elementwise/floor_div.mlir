// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @integers
// Rounded down (rule E4).
// CHECK: dense<[3, -4]>
func.func @integers() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[7, -7]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.floor_div"(%x, %y) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}

// CHECK-LABEL: func.func @floats
// CHECK: dense<[3.000000e+00, -4.000000e+00]>
func.func @floats() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[7.0, -7.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.floor_div"(%x, %y) : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
