// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Where a part begins is computed along six axes at most.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.slice: no C kernel: a part is taken along 7 axes; kernels take 6
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x2x2x2x2x2xf32>, %b: tensor<7xi32>) -> tensor<1x1x1x1x1x1x1xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<1> : tensor<7xi32>}> : () -> tensor<7xi32>
  %y = "tfl.slice"(%x, %b, %n) : (tensor<2x2x2x2x2x2x2xf32>, tensor<7xi32>, tensor<7xi32>) -> tensor<1x1x1x1x1x1x1xf32>
  func.return %y : tensor<1x1x1x1x1x1x1xf32>
}
