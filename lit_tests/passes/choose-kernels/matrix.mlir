// RUN: %qopt %s --pass=choose-kernels | filecheck %s
// RUN: %qopt %s --pass=choose-kernels --pass=choose-layouts --pass=pack-weights | filecheck %s --check-prefix=PACKED

// Rows of a product are whatever comes before the last axis.
func.func @rows(%x: tensor<2x3x4xf32>, %w: tensor<5x4xf32>) -> tensor<2x3x5xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{keep_num_dims = true, fused_activation_function = "RELU"}> : (tensor<2x3x4xf32>, tensor<5x4xf32>, none) -> tensor<2x3x5xf32>
  func.return %y : tensor<2x3x5xf32>
}
// CHECK-LABEL:   @rows
// CHECK:           %y = "c.call"(%x, %w, %{{.*}}) <{kernel = "fully_connected_f32", parameters = {rows = 6 : i32, depth = 4 : i32, outputs = 5 : i32, low = 0.000000e+00 : f32, high = {{.*}} : f32}}>

// With integer weights each row is quantized on its own.
func.func @hybrid(%x: tensor<2x4xf32>) -> tensor<2x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, value = dense<1> : tensor<2x4xi8>}> : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{asymmetric_quantize_inputs = true}> : (tensor<2x4xf32>, tensor<2x4x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.25}>>, none) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}
// CHECK-LABEL:   @hybrid
// CHECK:           %{{.*}}, %{{.*}}, %{{.*}} = "c.call"(%x) <{kernel = "quantize_rows_asymmetric", parameters = {rows = 2 : i32, depth = 4 : i32}, {{.*}}
// CHECK:           %y = "c.call"({{.*}}, %w, %{{.*}}) <{kernel = "fully_connected_i8"

// Or they are integers only in memory.
func.func @weights(%x: tensor<2x4xf32>) -> tensor<2x2xf32> {
  %q = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i8<-127:127>:f32, 0.5>>, value = dense<1> : tensor<2x4xi8>}> : () -> tensor<2x4x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %w = "tfl.dequantize"(%q) : (tensor<2x4x!quant.uniform<i8<-127:127>:f32, 0.5>>) -> tensor<2x4xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) : (tensor<2x4xf32>, tensor<2x4xf32>, none) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}
// CHECK-LABEL:   @weights
// CHECK-NOT:       dequantize
// CHECK:           %y = "c.call"(%x, %q, %{{.*}}) <{kernel = "fully_connected_w8"

// Batches go on by a number of matrices along each axis: by none where one is for all.
func.func @batches(%x: tensor<2x3x4x5xf32>, %y: tensor<3x5x6xf32>) -> tensor<2x3x4x6xf32> {
  %z = "tfl.batch_matmul"(%x, %y) : (tensor<2x3x4x5xf32>, tensor<3x5x6xf32>) -> tensor<2x3x4x6xf32>
  func.return %z : tensor<2x3x4x6xf32>
}
// CHECK-LABEL:   @batches
// CHECK:           %z = "c.call"(%x, %y) <{kernel = "batch_matmul_f32", parameters = {rows = 4 : i32, depth = 5 : i32, columns = 6 : i32, adj_y = 0 : i32, x_inner = 1 : i32, inner = 3 : i32, x_middle = 3 : i32, middle = 2 : i32, x_outer = 0 : i32, outer = 1 : i32, y_inner = 1 : i32, y_middle = 0 : i32, y_outer = 0 : i32, adj_x = 0 : i32}}>

// Integers of fewer bits take a byte each in memory. Scales may be of parts of rows.
func.func @blocks(%x: tensor<2x4xf32>) -> tensor<2x2xf32> {
  %w = "tfl.pseudo_qconst"() <{qtype = tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 0.25}, {1.0, 2.0}}>>, value = dense<1> : tensor<2x4xi4>}> : () -> tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 0.25}, {1.0, 2.0}}>>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) : (tensor<2x4xf32>, tensor<2x4x!quant.uniform<i4:f32:{0:1, 1:2}, {{0.5, 0.25}, {1.0, 2.0}}>>, none) -> tensor<2x2xf32>
  func.return %y : tensor<2x2xf32>
}
// CHECK-LABEL:   @blocks
// CHECK:           %y = "c.call"({{.*}}, %w, %{{.*}}) <{kernel = "fully_connected_blocks_i8", {{.*}}blocks = 2 : i32
// PACKED-LABEL:  @blocks
// PACKED-DAG:      dense<1> : tensor<2x4xi8>
// PACKED-DAG:      dense<{{\[\[}}5.000000e-01, 2.500000e-01], [1.000000e+00, 2.000000e+00{{\]\]}}> : tensor<2x2xf32>
// PACKED-DAG:      dense<[1.500000e+00, 6.000000e+00]> : tensor<2xf32>
