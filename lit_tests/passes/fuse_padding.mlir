// RUN: %qopt %s --pass=choose-kernels --pass=fuse-padding | filecheck %s

// The window begins a row above the image and a column before it.
// CHECK-LABEL: func.func @convolution
// CHECK:         %y = "c.call"(%x, %w, %b) <{kernel = "conv_2d_f32"
// CHECK-SAME:      height = 4 : i32, out_height = 2 : i32
// CHECK-SAME:      pad_top = 1 : i32, width = 4 : i32, out_width = 2 : i32
// CHECK-SAME:      pad_left = 1 : i32
// CHECK-NEXT:    func.return %y
func.func @convolution(%x: tensor<1x4x4x1xf32>, %w: tensor<2x3x3x1xf32>, %b: tensor<2xf32>) -> tensor<1x2x2x2xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %p = "tfl.pad"(%x, %n) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x6x6x1xf32>
  %y = "tfl.conv_2d"(%p, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x6x6x1xf32>, tensor<2x3x3x1xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y : tensor<1x2x2x2xf32>
}

// The same where the padded rows are seen in another shape.
// CHECK-LABEL: func.func @reshaped
// CHECK-NOT:     kernel = "pad"
// CHECK:         %[[V:.*]] = "c.view"(%x) : (tensor<1x16xf32>) -> tensor<1x1x16x1xf32>
// CHECK-NEXT:    %y = "c.call"(%[[V]], %w, %b) <{kernel = "conv_2d_f32"
// CHECK-SAME:      pad_top = 0 : i32, width = 16 : i32, out_width = 17 : i32
// CHECK-SAME:      pad_left = 2 : i32
func.func @reshaped(%x: tensor<1x16xf32>, %w: tensor<2x1x3x1xf32>, %b: tensor<2xf32>) -> tensor<1x1x17x2xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [2, 1]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %s = "tfl.pseudo_const"() <{value = dense<[1, 1, 19, 1]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %p = "tfl.pad"(%x, %n) : (tensor<1x16xf32>, tensor<2x2xi32>) -> tensor<1x19xf32>
  %r = "tfl.reshape"(%p, %s) : (tensor<1x19xf32>, tensor<4xi32>) -> tensor<1x1x19x1xf32>
  %y = "tfl.conv_2d"(%r, %w, %b) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x1x19x1xf32>, tensor<2x1x3x1xf32>, tensor<2xf32>) -> tensor<1x1x17x2xf32>
  func.return %y : tensor<1x1x17x2xf32>
}

// Zeros change neither the scale nor the zero point of an image: it is quantized without them.
// CHECK-LABEL: func.func @integers
// CHECK:         %{{.*}} = "c.call"(%x) <{kernel = "quantize_rows_symmetric", parameters = {rows = 1 : i32, depth = 16 : i32}
// CHECK-SAME:      -> (tensor<1x16xi8>, tensor<1xf32>, tensor<1xi32>)
// CHECK:         kernel = "conv_2d_i8"
// CHECK-SAME:      pad_top = 1 : i32
func.func @integers(%x: tensor<1x4x4x1xf32>, %b: tensor<1xf32>) -> tensor<1x4x4x1xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x3x3x1x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<1x3x3x1xi8>}> : () -> tensor<1x3x3x1x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %p = "tfl.pad"(%x, %n) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x6x6x1xf32>
  %y = "tfl.conv_2d"(%p, %w, %b) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x6x6x1xf32>, tensor<1x3x3x1x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<1xf32>) -> tensor<1x4x4x1xf32>
  func.return %y : tensor<1x4x4x1xf32>
}

// Not so where the last elements would be rounded otherwise: of 15 elements 7 are left over of groups
// of 8, of these with zeros 3.
// CHECK-LABEL: func.func @left_over
// CHECK:         kernel = "pad"
// CHECK:         kernel = "quantize_rows_symmetric"
func.func @left_over(%x: tensor<1x1x15x1xf32>, %b: tensor<1xf32>) -> tensor<1x1x19x1xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [0, 0], [4, 0], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %p = "tfl.pad"(%x, %n) : (tensor<1x1x15x1xf32>, tensor<4x2xi32>) -> tensor<1x1x19x1xf32>
  %y = "tfl.conv_2d"(%p, %w, %b) <{padding = "VALID", stride_h = 1 : i32, stride_w = 1 : i32}> : (tensor<1x1x19x1xf32>, tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.5>>, tensor<1xf32>) -> tensor<1x1x19x1xf32>
  func.return %y : tensor<1x1x19x1xf32>
}

// The greatest of a window is at least zero where it reaches over the edge.
// CHECK-LABEL: func.func @pool
// CHECK:         %y = "c.call"(%x) <{kernel = "max_pool_2d_zeros_f32"
// CHECK-SAME:      pad_top = 1 : i32
func.func @pool(%x: tensor<1x4x4x1xf32>) -> tensor<1x2x2x1xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %p = "tfl.pad"(%x, %n) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x6x6x1xf32>
  %y = "tfl.max_pool_2d"(%p) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 3 : i32, filter_width = 3 : i32}> : (tensor<1x6x6x1xf32>) -> tensor<1x2x2x1xf32>
  func.return %y : tensor<1x2x2x1xf32>
}

// Pooling that has an edge of its own, which it leaves out, keeps the zeros in memory.
// CHECK-LABEL: func.func @pool_of_same
// CHECK:         kernel = "pad"
// CHECK:         kernel = "max_pool_2d_f32"
func.func @pool_of_same(%x: tensor<1x4x4x1xf32>) -> tensor<1x3x3x1xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 0], [1, 0], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %p = "tfl.pad"(%x, %n) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x5x5x1xf32>
  %y = "tfl.max_pool_2d"(%p) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32, filter_height = 3 : i32, filter_width = 3 : i32}> : (tensor<1x5x5x1xf32>) -> tensor<1x3x3x1xf32>
  func.return %y : tensor<1x3x3x1xf32>
}

// So does what something else reads, what is padded with other numbers, and along channels.
// CHECK-LABEL: func.func @read
// CHECK:         kernel = "pad"
// CHECK:         kernel = "conv_2d_f32"
func.func @read(%x: tensor<1x4x4x1xf32>, %w: tensor<2x3x3x1xf32>, %b: tensor<2xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x6x6x1xf32>) {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %p = "tfl.pad"(%x, %n) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x6x6x1xf32>
  %y = "tfl.conv_2d"(%p, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x6x6x1xf32>, tensor<2x3x3x1xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y, %p : tensor<1x2x2x2xf32>, tensor<1x6x6x1xf32>
}

// CHECK-LABEL: func.func @ones
// CHECK:         kernel = "pad"
func.func @ones(%x: tensor<1x4x4x1xf32>, %w: tensor<2x3x3x1xf32>, %b: tensor<2xf32>) -> tensor<1x2x2x2xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %one = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<f32>}> : () -> tensor<f32>
  %p = "tfl.padv2"(%x, %n, %one) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>, tensor<f32>) -> tensor<1x6x6x1xf32>
  %y = "tfl.conv_2d"(%p, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x6x6x1xf32>, tensor<2x3x3x1xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y : tensor<1x2x2x2xf32>
}

// CHECK-LABEL: func.func @channels
// CHECK:         kernel = "pad"
func.func @channels(%x: tensor<1x4x4x1xf32>, %w: tensor<2x3x3x2xf32>, %b: tensor<2xf32>) -> tensor<1x2x2x2xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 1]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %p = "tfl.pad"(%x, %n) : (tensor<1x4x4x1xf32>, tensor<4x2xi32>) -> tensor<1x6x6x2xf32>
  %y = "tfl.conv_2d"(%p, %w, %b) <{padding = "VALID", stride_h = 2 : i32, stride_w = 2 : i32}> : (tensor<1x6x6x2xf32>, tensor<2x3x3x2xf32>, tensor<2xf32>) -> tensor<1x2x2x2xf32>
  func.return %y : tensor<1x2x2x2xf32>
}
