// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @by_length
// CHECK: dense<[[2, 1, 3], [6, 5, 4]]>
func.func @by_length() -> tensor<2x3xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>}> : () -> tensor<2x3xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.reverse_sequence"(%x, %y) <{seq_dim = 1 : i32, batch_dim = 0 : i32}> : (tensor<2x3xi32>, tensor<2xi32>) -> tensor<2x3xi32>
  func.return %0 : tensor<2x3xi32>
}
