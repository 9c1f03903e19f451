// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @blocks
// CHECK: dense<[[[[1], [2]], [[3], [4]]]]>
func.func @blocks() -> tensor<1x2x2x1xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[[[[1, 2, 3, 4]]]]> : tensor<1x1x1x4xi32>}> : () -> tensor<1x1x1x4xi32>
  %0 = "tfl.depth_to_space"(%x) <{block_size = 2 : i32}> : (tensor<1x1x1x4xi32>) -> tensor<1x2x2x1xi32>
  func.return %0 : tensor<1x2x2x1xi32>
}
