// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @sizes
// CHECK: dense<[2, 3]>
func.func @sizes() -> tensor<2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %0 = "tfl.shape"(%x) {qir.out_type = "INT32"} : (tensor<2x3xf32>) -> tensor<2xi32>
  func.return %0 : tensor<2xi32>
}
