// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @rows
// CHECK: dense<[1, 2]>
// CHECK: dense<[3, 4]>
func.func @rows() -> (tensor<2xi32>, tensor<2xi32>) {
  %x = "tfl.pseudo_const"() <{value = dense<[[1, 2], [3, 4]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %0:2 = "tfl.unpack"(%x) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x2xi32>) -> (tensor<2xi32>, tensor<2xi32>)
  func.return %0#0, %0#1 : tensor<2xi32>, tensor<2xi32>
}
