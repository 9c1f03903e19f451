// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @three
// CHECK: dense<[1.110000e+02, 2.220000e+02]>
func.func @three() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[10.0, 20.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %z = "tfl.pseudo_const"() <{value = dense<[100.0, 200.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.add_n"(%x, %y, %z) : (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
