// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// Height and width of an image: channels go with the columns, the batch with nothing.
func.func @pad(%x: tensor<1x4x5x3xf32>) -> tensor<1x6x8x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 2], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %y = "tfl.pad"(%x, %p) : (tensor<1x4x5x3xf32>, tensor<4x2xi32>) -> tensor<1x6x8x3xf32>
  func.return %y : tensor<1x6x8x3xf32>
}
// CHECK-LABEL:  @pad
// CHECK:          %0 = "tfl.pseudo_const"() <{value = dense<0.000000e+00> : tensor<f32>}> : () -> tensor<f32>
// CHECK:          %y = "c.call"(%x, %0) <{kernel = "pad", parameters = {bytes = 4 : i32, {{.*}} b3 = 1 : i32, b4 = 3 : i32, {{.*}} n3 = 4 : i32, n4 = 15 : i32, {{.*}} a3 = 1 : i32, a4 = 6 : i32}}>

// What stands for 0 is the zero point.
func.func @zero_point(%x: tensor<3x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<4x!quant.uniform<i8:f32, 0.5:7>> {
  %p = "tfl.pseudo_const"() <{value = dense<[[1, 0]]> : tensor<1x2xi32>}> : () -> tensor<1x2xi32>
  %y = "tfl.pad"(%x, %p) : (tensor<3x!quant.uniform<i8:f32, 0.5:7>>, tensor<1x2xi32>) -> tensor<4x!quant.uniform<i8:f32, 0.5:7>>
  func.return %y : tensor<4x!quant.uniform<i8:f32, 0.5:7>>
}
// CHECK-LABEL:  @zero_point
// CHECK:          %0 = "tfl.pseudo_const"() <{value = dense<7> : tensor<i8>}> : () -> tensor<i8>
// CHECK:          %y = "c.call"(%x, %0) <{kernel = "pad", parameters = {bytes = 1 : i32, {{.*}} b4 = 1 : i32, {{.*}} n4 = 3 : i32, {{.*}} a4 = 0 : i32}}>

// The edge is left out; both channels move as one.
func.func @mirror_pad(%x: tensor<1x4x2xf32>) -> tensor<1x8x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 3], [0, 0]]> : tensor<3x2xi32>}> : () -> tensor<3x2xi32>
  %y = "tfl.mirror_pad"(%x, %p) <{mode = #tfl<mirror_pad_attr REFLECT>}> : (tensor<1x4x2xf32>, tensor<3x2xi32>) -> tensor<1x8x2xf32>
  func.return %y : tensor<1x8x2xf32>
}
// CHECK-LABEL:  @mirror_pad
// CHECK:          %y = "c.call"(%x) <{kernel = "mirror_pad", parameters = {bytes = 8 : i32, edge = 1 : i32, {{.*}} b4 = 1 : i32, {{.*}} n4 = 4 : i32, {{.*}} a4 = 3 : i32}}>
