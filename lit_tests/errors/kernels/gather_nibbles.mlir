// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Two elements share a byte.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.gather: no C kernel: elements are i4; kernels move those of 1, 2, 4 or 8 bytes
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<4x2xi4>, %i: tensor<1xi32>) -> tensor<1x2xi4> {
  %y = "tfl.gather"(%x, %i) <{axis = 0 : i32, batch_dims = 0 : i32}> : (tensor<4x2xi4>, tensor<1xi32>) -> tensor<1x2xi4>
  func.return %y : tensor<1x2xi4>
}
