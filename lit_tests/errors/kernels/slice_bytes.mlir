// RUN: not %qopt %s --pass=choose-kernels 2>&1 | filecheck %s

// Places are counted in bytes, in int32.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}choose-kernels: @main op 0 tfl.slice: no C kernel: a tensor takes 4,294,967,296 bytes; kernels move up to 2,147,483,647
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1073741824xf32>) -> tensor<2xf32> {
  %b = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<1xi32>}> : () -> tensor<1xi32>
  %y = "tfl.slice"(%x, %b, %n) : (tensor<1073741824xf32>, tensor<1xi32>, tensor<1xi32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
