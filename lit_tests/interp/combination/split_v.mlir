// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @rest
// -1 is what the others leave.
// CHECK: dense<1>
// CHECK: dense<[2, 3, 4]>
func.func @rest() -> (tensor<1xi32>, tensor<3xi32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2, 3, 4]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[1, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %0:2 = "tfl.split_v"(%x, %y, %z) <{num_splits = 2 : i32}> : (tensor<4xi32>, tensor<2xi32>, tensor<i32>) -> (tensor<1xi32>, tensor<3xi32>)
  func.return %0#0, %0#1 : tensor<1xi32>, tensor<3xi32>
}
