// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @columns
// CHECK: dense<[[3.000000e+00, 1.000000e+00], [6.000000e+00, 4.000000e+00]]>
func.func @columns() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %y = "tfl.pseudo_const"() <{value = dense<[2, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.gather"(%x, %y) <{axis = 1 : i32, batch_dims = 0 : i32}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x2xf32>
  func.return %0 : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @of_each_batch
// CHECK: dense<[[2], [3]]>
func.func @of_each_batch() -> tensor<2x1xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1], [0]]> : tensor<2x1xi32>}> : () -> tensor<2x1xi32>
  %0 = "tfl.gather"(%x, %y) <{axis = 1 : i32, batch_dims = 1 : i32}> : (tensor<2x2xi32>, tensor<2x1xi32>) -> tensor<2x1xi32>
  func.return %0 : tensor<2x1xi32>
}
