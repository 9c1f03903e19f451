// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @columns
// CHECK: dense<[[1, 3], [2, 4]]>
func.func @columns() -> tensor<2x2xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[3, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.pack"(%x, %y) <{values_count = 2 : i32, axis = 1 : i32}> : (tensor<2xi32>, tensor<2xi32>) -> tensor<2x2xi32>
  func.return %0 : tensor<2x2xi32>
}
