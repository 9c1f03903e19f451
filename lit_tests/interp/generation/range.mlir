// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @down
// CHECK: dense<[5, 3, 1]>
func.func @down() -> tensor<3xi32> {
  %x = "tfl.pseudo_const"() <{value = dense<5> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %z = "tfl.pseudo_const"() <{value = dense<-2> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.range"(%x, %y, %z) : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3xi32>
  func.return %0 : tensor<3xi32>
}

// CHECK-LABEL: func.func @floats
// Each is the one before plus 0.1, rounded: the fourth is not 0.3 (rule L7).
// CHECK: dense<[0.000000e+00, 1.000000e-01, 2.000000e-01, 3.000000e-01, 4.000000e-01]>
func.func @floats() -> tensor<5xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %y = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<f32>}> : () -> tensor<f32>
  %z = "tfl.pseudo_const"() <{value = dense<0.1> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.range"(%x, %y, %z) : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
  func.return %0 : tensor<5xf32>
}
