// RUN: %qopt %s --pass=canonicalize | filecheck %s

// constant-matrix: batch_matmul(x, c) = fc(x, c transposed).
func.func @matrix(%x: tensor<2x3x2xf32>) -> tensor<2x3x2xf32> {
  %c = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
  %y = "tfl.batch_matmul"(%x, %c) <{adj_x = false, adj_y = false}> : (tensor<2x3x2xf32>, tensor<2x2xf32>) -> tensor<2x3x2xf32>
  func.return %y : tensor<2x3x2xf32>
}
// CHECK-LABEL: @matrix
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[1.000000e+00, 3.000000e+00], [2.000000e+00, 4.000000e+00]]> : tensor<2x2xf32>}>
// CHECK-NEXT:    %1 = "tfl.no_value"() <{value}>
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %0, %1) <{fused_activation_function = "NONE", weights_format = "DEFAULT", keep_num_dims = true, asymmetric_quantize_inputs = false}>
// CHECK-NEXT:    func.return %y

// Left alone: a matrix for each batch, and one that is computed.
func.func @batches(%x: tensor<2x3x1xf32>, %z: tensor<1x2xf32>) -> (tensor<2x3x2xf32>, tensor<2x3x2xf32>) {
  %c = "tfl.pseudo_const"() <{value = dense<[[[1.0, 2.0]], [[3.0, 4.0]]]> : tensor<2x1x2xf32>}> : () -> tensor<2x1x2xf32>
  %y0 = "tfl.batch_matmul"(%x, %c) <{adj_x = false, adj_y = false}> : (tensor<2x3x1xf32>, tensor<2x1x2xf32>) -> tensor<2x3x2xf32>
  %y1 = "tfl.batch_matmul"(%x, %z) <{adj_x = false, adj_y = false}> : (tensor<2x3x1xf32>, tensor<1x2xf32>) -> tensor<2x3x2xf32>
  func.return %y0, %y1 : tensor<2x3x2xf32>, tensor<2x3x2xf32>
}
// CHECK-LABEL: @batches
// CHECK-NEXT:    %c = "tfl.pseudo_const"() <{value = dense<[[[1.000000e+00, 2.000000e+00]], [[3.000000e+00, 4.000000e+00]]]> : tensor<2x1x2xf32>}>
// CHECK-NEXT:    %y0 = "tfl.batch_matmul"(%x, %c) <{adj_x = false, adj_y = false}>
// CHECK-NEXT:    %y1 = "tfl.batch_matmul"(%x, %z) <{adj_x = false, adj_y = false}>
// CHECK-NEXT:    func.return %y0, %y1

// reshaped-rows: fc(r(x), w, b) = fc(x, w, b) where r keeps the rows;
// kept-dimensions: r(fc(x, w, b)) = fc{keep_num_dims}(x, w, b) where r has the axes of x back.
func.func @rows(%x: tensor<2x3x4xf32>, %w: tensor<5x4xf32>, %b: tensor<5xf32>) -> tensor<2x3x5xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[6, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reshape"(%x, %s) : (tensor<2x3x4xf32>, tensor<2xi32>) -> tensor<6x4xf32>
  %0 = "tfl.fully_connected"(%r, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false}> : (tensor<6x4xf32>, tensor<5x4xf32>, tensor<5xf32>) -> tensor<6x5xf32>
  %t = "tfl.pseudo_const"() <{value = dense<[2, 3, 5]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.reshape"(%0, %t) : (tensor<6x5xf32>, tensor<3xi32>) -> tensor<2x3x5xf32>
  func.return %y : tensor<2x3x5xf32>
}
// CHECK-LABEL: @rows
// CHECK-NEXT:    %y = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = true}>
// CHECK-NEXT:    func.return %y

// Left alone: a reshape that makes other rows.
func.func @other_rows(%x: tensor<2x8xf32>, %w: tensor<5x4xf32>, %b: tensor<5xf32>) -> tensor<4x5xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<4> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reshape"(%x, %s) : (tensor<2x8xf32>, tensor<2xi32>) -> tensor<4x4xf32>
  %y = "tfl.fully_connected"(%r, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false}> : (tensor<4x4xf32>, tensor<5x4xf32>, tensor<5xf32>) -> tensor<4x5xf32>
  func.return %y : tensor<4x5xf32>
}
// CHECK-LABEL: @other_rows
// CHECK-NEXT:    %s = "tfl.pseudo_const"() <{value = dense<4> : tensor<2xi32>}>
// CHECK-NEXT:    %r = "tfl.reshape"(%x, %s)
// CHECK-NEXT:    %y = "tfl.fully_connected"(%r, %w, %b) <{fused_activation_function = "NONE", keep_num_dims = false}>
// CHECK-NEXT:    func.return %y
