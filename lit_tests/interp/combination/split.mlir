// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @halves
// CHECK: dense<[[1.000000e+00, 2.000000e+00]]>
// CHECK: dense<[[3.000000e+00, 4.000000e+00]]>
func.func @halves() -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %x = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0, 4.0]]> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
  %0:2 = "tfl.split"(%x, %y) <{num_splits = 2 : i32}> : (tensor<i32>, tensor<1x4xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>)
  func.return %0#0, %0#1 : tensor<1x2xf32>, tensor<1x2xf32>
}
