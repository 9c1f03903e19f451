// RUN: %qopt %s --pass=choose-kernels --pass=fuse-scale-shift | filecheck %s

// A normalization of batches: scale and shift have a number for each channel.
// CHECK-LABEL: func.func @channels
// CHECK:         %y = "c.call"(%x, %s, %t) <{kernel = "scale_shift_f32"
// CHECK-SAME:      rows = 4 : i32, columns = 3 : i32
// CHECK-SAME:      scale_rows = 0 : i32, scale_columns = 1 : i32, shift_rows = 0 : i32, shift_columns = 1 : i32
// CHECK-SAME:      subtract = 0 : i32, low = 0.000000e+00 : f32
// CHECK-SAME:      in_place = array<i32: 0>
// CHECK-NEXT:    func.return %y
func.func @channels(%x: tensor<1x2x2x3xf32>, %s: tensor<3xf32>, %t: tensor<1x1x1x3xf32>) -> tensor<1x2x2x3xf32> {
  %p = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<1x2x2x3xf32>, tensor<3xf32>) -> tensor<1x2x2x3xf32>
  %y = "tfl.add"(%p, %t) <{fused_activation_function = "RELU"}> : (tensor<1x2x2x3xf32>, tensor<1x1x1x3xf32>) -> tensor<1x2x2x3xf32>
  func.return %y : tensor<1x2x2x3xf32>
}

// One number for all, in whichever order, and one for each channel.
// CHECK-LABEL: func.func @scalar
// CHECK:         %y = "c.call"(%x, %s, %t) <{kernel = "scale_shift_f32"
// CHECK-SAME:      scale_rows = 0 : i32, scale_columns = 0 : i32, shift_rows = 0 : i32, shift_columns = 1 : i32
func.func @scalar(%x: tensor<2x3xf32>, %s: tensor<f32>, %t: tensor<3xf32>) -> tensor<2x3xf32> {
  %p = "tfl.mul"(%s, %x) <{fused_activation_function = "NONE"}> : (tensor<f32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %y = "tfl.add"(%t, %p) <{fused_activation_function = "NONE"}> : (tensor<3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// Tensors of one shape, as gates are; what is added may be subtracted.
// CHECK-LABEL: func.func @whole
// CHECK:         %y = "c.call"(%x, %s, %t) <{kernel = "scale_shift_f32"
// CHECK-SAME:      rows = 1 : i32, columns = 6 : i32
// CHECK-SAME:      subtract = 1 : i32
// CHECK-SAME:      in_place = array<i32: 0, 1, 2>
func.func @whole(%x: tensor<2x3xf32>, %s: tensor<2x3xf32>, %t: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %p = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %y = "tfl.sub"(%p, %t) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// A product stays that something else reads as well,
// CHECK-LABEL: func.func @read
// CHECK-NOT:     scale_shift_f32
func.func @read(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %t: tensor<3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %p = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %y = "tfl.add"(%p, %t) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  func.return %y, %p : tensor<2x3xf32>, tensor<2x3xf32>
}

// that is bounded,
// CHECK-LABEL: func.func @bounded
// CHECK-NOT:     scale_shift_f32
func.func @bounded(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %t: tensor<3xf32>) -> tensor<2x3xf32> {
  %p = "tfl.mul"(%x, %s) <{fused_activation_function = "RELU6"}> : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %y = "tfl.add"(%p, %t) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// that is subtracted,
// CHECK-LABEL: func.func @subtracted
// CHECK-NOT:     scale_shift_f32
func.func @subtracted(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %t: tensor<3xf32>) -> tensor<2x3xf32> {
  %p = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %y = "tfl.sub"(%t, %p) <{fused_activation_function = "NONE"}> : (tensor<3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}

// and one whose scale is repeated along other axes than the shift.
// CHECK-LABEL: func.func @other_axes
// CHECK-NOT:     scale_shift_f32
func.func @other_axes(%x: tensor<2x3x4xf32>, %s: tensor<4xf32>, %t: tensor<3x4xf32>) -> tensor<2x3x4xf32> {
  %p = "tfl.mul"(%x, %s) <{fused_activation_function = "NONE"}> : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  %y = "tfl.add"(%p, %t) <{fused_activation_function = "NONE"}> : (tensor<2x3x4xf32>, tensor<3x4xf32>) -> tensor<2x3x4xf32>
  func.return %y : tensor<2x3x4xf32>
}
