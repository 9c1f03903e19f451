// RUN: not %qopt %s 2>&1 | filecheck %s

// There is one depth.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.one_hot: depth has shape [2]; expected one element
// CHECK-NOT: {{.}}

func.func @main(%indices: tensor<2xi32>, %on_value: tensor<f32>, %off_value: tensor<f32>) {
  %depth = "tfl.pseudo_const"() <{value = dense<[3, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.one_hot"(%indices, %depth, %on_value, %off_value) <{axis = -1 : i32}> : (tensor<2xi32>, tensor<2xi32>, tensor<f32>, tensor<f32>) -> tensor<2x3xf32>
  func.return
}
