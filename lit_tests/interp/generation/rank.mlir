// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @axes
// CHECK: dense<2>
func.func @axes() -> tensor<i32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %0 = "tfl.rank"(%x) : (tensor<2x3xf32>) -> tensor<i32>
  func.return %0 : tensor<i32>
}
