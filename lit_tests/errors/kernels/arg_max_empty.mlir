// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Nor is it anywhere.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.arg_max: no C kernel: there are no elements along axis; kernels take 1 or more
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x0xf32>) -> tensor<2xi32> {
  %a = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.arg_max"(%x, %a) : (tensor<2x0xf32>, tensor<i32>) -> tensor<2xi32>
  func.return %y : tensor<2xi32>
}
