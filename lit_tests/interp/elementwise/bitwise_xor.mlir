// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @bits
// CHECK: dense<[6, -2]>
func.func @bits() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[12, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[10, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.bitwise_xor"(%x, %y) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}
