// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @reflect
// CHECK: dense<[3, 2, 1, 2, 3, 2]>
func.func @reflect() -> tensor<6xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2, 3]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[2, 1]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.mirror_pad"(%x, %y) <{mode = #tfl<mirror_pad_attr REFLECT>}> : (tensor<3xi32>, tensor<1x2xi32>) -> tensor<6xi32>
  func.return %0 : tensor<6xi32>
}

// CHECK-LABEL: func.func @symmetric
// CHECK: dense<[2, 1, 1, 2, 3, 3]>
func.func @symmetric() -> tensor<6xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1, 2, 3]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.pseudo_const"() <{value = dense<[[2, 1]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %0 = "tfl.mirror_pad"(%x, %y) <{mode = #tfl<mirror_pad_attr SYMMETRIC>}> : (tensor<3xi32>, tensor<1x2xi32>) -> tensor<6xi32>
  func.return %0 : tensor<6xi32>
}
