// RUN: not %qopt %s 2>&1 | filecheck %s

// The new axis is before, between or after those there are.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.one_hot "labels/one_hot": axis is 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%indices: tensor<2xi32>, %on_value: tensor<f32>, %off_value: tensor<f32>) {
  %depth = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.one_hot"(%indices, %depth, %on_value, %off_value) <{axis = 2 : i32}> {qir.tensors = [{name = "labels/one_hot"}]} : (tensor<2xi32>, tensor<i32>, tensor<f32>, tensor<f32>) -> tensor<2x3xf32>
  func.return
}
