// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @quadrants
// CHECK: dense<[2.3561945, -1.57079637]>
func.func @quadrants() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, -1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[-1.0, 0.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.atan2"(%x, %y) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
