// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @moved
// At 3 two elements do not fit; they go to 2 (rule L3).
// CHECK: dense<[1, 2, 8, 9]>
func.func @moved() -> tensor<4xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2, 3, 4]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[8, 9]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<[3]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.dynamic_update_slice"(%x, %y, %z) : (tensor<4xi32>, tensor<2xi32>, tensor<1xi32>) -> tensor<4xi32>
  func.return %0 : tensor<4xi32>
}

// CHECK-LABEL: func.func @moved_up
// CHECK: dense<[8, 9, 3, 4]>
func.func @moved_up() -> tensor<4xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2, 3, 4]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[8, 9]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %z = "tfl.pseudo_const"() <{value = dense<[-1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.dynamic_update_slice"(%x, %y, %z) : (tensor<4xi32>, tensor<2xi32>, tensor<1xi32>) -> tensor<4xi32>
  func.return %0 : tensor<4xi32>
}
