// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// An index outside is moved to the nearest row; here there is none.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.gather: no C kernel: the table is empty; kernels take one with rows
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<0x2xf32>, %i: tensor<1xi32>) -> tensor<1x2xf32> {
  %y = "tfl.gather"(%x, %i) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<0x2xf32>, tensor<1xi32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
