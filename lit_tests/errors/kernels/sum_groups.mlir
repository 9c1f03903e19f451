// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Kernels reduce along two axes with one between them.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.sum: no C kernel: axes lie in 3 groups; kernels take up to 2, with others between them
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x2x2x2xf32>) -> tensor<2x2xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<[0, 2, 4]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.sum"(%x, %a) <{keep_dims = false}> : (tensor<2x2x2x2x2xf32>, tensor<3xi32>) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}
