// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Each axis that is repeated takes two loops, the last but one.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.tile: no C kernel: elements are moved in 7 loops; kernels have 6
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x2x2xf32>) -> tensor<4x4x4x4xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<4xi32>}> : () -> tensor<4xi32>
  %y = "tfl.tile"(%x, %n) : (tensor<2x2x2x2xf32>, tensor<4xi32>) -> tensor<4x4x4x4xf32>
  func.return %y : tensor<4x4x4x4xf32>
}
