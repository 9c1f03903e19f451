// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @signed
// CHECK: dense<[-4, 2]>
func.func @signed() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[-8, 9]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.right_shift"(%x, %y) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}

// CHECK-LABEL: func.func @unsigned
// CHECK: dense<[124, 2]>
func.func @unsigned() -> tensor<2xui8> {
  %x = "tfl.pseudo_const"() <{value = dense<[248, 9]> : tensor<2xui8>}> : () -> tensor<2xui8>
  %y = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xui8>}> : () -> tensor<2xui8>
  %0 = "tfl.right_shift"(%x, %y) : (tensor<2xui8>, tensor<2xui8>) -> tensor<2xui8>
  func.return %0 : tensor<2xui8>
}
