// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// RELU and its kin are one kernel.
func.func @relu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = "tfl.relu"(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @relu
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "clamp_f32", parameters = {size = 6 : i32, low = 0.000000e+00 : f32, high = 0x7f800000 : f32}, in_place = array<i32: 0>}>

func.func @relu6(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = "tfl.relu6"(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @relu6
// CHECK-NEXT:      "c.call"{{.*}}"clamp_f32", {{.*}}high = 6.000000e+00 : f32

// An alpha for each channel is repeated as operands of arithmetic are.
func.func @prelu(%x: tensor<2x3xf32>, %a: tensor<3xf32>) -> tensor<2x3xf32> {
  %y = "tfl.prelu"(%x, %a) : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @prelu
// CHECK-NEXT:      "c.call"(%x, %a) <{kernel = "binary_f32", parameters = {operation = 9 : i32, {{.*}}rhs_rows = 0 : i32, rhs_columns = 1 : i32}, in_place = array<i32: 0>

func.func @gelu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = "tfl.gelu"(%x) <{approximate = true}> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @gelu
// CHECK-NEXT:      "c.call"(%x) <{kernel = "gelu_tanh_f32"
