// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// There is no greatest of nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.reduce_max: no C kernel: there are no elements along axes; kernels take 1 or more
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x0xf32>) -> tensor<2xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %y = "tfl.reduce_max"(%x, %a) <{keep_dims = false}> : (tensor<2x0xf32>, tensor<1xi32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
