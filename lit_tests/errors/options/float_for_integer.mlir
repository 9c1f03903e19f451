// RUN: not %qopt %s 2>&1 | filecheck %s

// An option that counts is an integer.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather: axis is 1.000000e+00 : f32; expected int32
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<2xi32>) {
  %output = "tfl.gather"(%params, %indices) <{axis = 1.0 : f32}> : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  func.return
}
