// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// There are five loops over axes with padding.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.mirror_pad: no C kernel: padding goes along 6 axes; kernels take 5
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x2x2x2x2xf32>) -> tensor<3x3x3x3x3x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 1], [0, 1], [0, 1], [0, 1], [0, 1], [0, 1]]> : tensor<6x2xi32>}> : () -> tensor<6x2xi32>
  %y = "tfl.mirror_pad"(%x, %p) <{mode = #tfl<mirror_pad_attr REFLECT>}> : (tensor<2x2x2x2x2x2xf32>, tensor<6x2xi32>) -> tensor<3x3x3x3x3x3xf32>
  func.return %y : tensor<3x3x3x3x3x3xf32>
}
