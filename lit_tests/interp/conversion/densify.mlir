// RUN: %qopt --pass=evaluate %s | filecheck %s

// CHECK-LABEL: func.func @rows_of_some_columns
// Row 1 has no values, row 2 has two (rule S9).
// CHECK: dense<[[0, 0, 1, 0], [0, 0, 0, 0], [2, 0, 0, 3]]>
func.func @rows_of_some_columns() -> tensor<3x4xi8> {
  %x = "tfl.pseudo_sparse_const"() <{compressed_data = dense<[1, 2, 3]> : tensor<3xui8>}> {qir.tensors = [{sparsity = {traversal_order = [0, 1], dim_metadata = [{dense_size = 3 : i32}, {format = "SPARSE_CSR", array_segments = {table = "Uint8Vector", values = array<i8: 0, 1, 1, 3>}, array_indices = {table = "Uint8Vector", values = array<i8: 2, 0, 3>}}]}}]} : () -> tensor<3x4xi8>
  %r = "tfl.densify"(%x) : (tensor<3x4xi8>) -> tensor<3x4xi8>
  func.return %r : tensor<3x4xi8>
}

// CHECK-LABEL: func.func @columns_of_some_rows
// The same bytes, column by column.
// CHECK: dense<[[0, 0, 2], [0, 0, 0], [1, 0, 0], [0, 0, 3]]>
func.func @columns_of_some_rows() -> tensor<4x3xi8> {
  %x = "tfl.pseudo_sparse_const"() <{compressed_data = dense<[1, 2, 3]> : tensor<3xui8>}> {qir.tensors = [{sparsity = {traversal_order = [1, 0], dim_metadata = [{dense_size = 3 : i32}, {format = "SPARSE_CSR", array_segments = {table = "Uint8Vector", values = array<i8: 0, 1, 1, 3>}, array_indices = {table = "Uint8Vector", values = array<i8: 2, 0, 3>}}]}}]} : () -> tensor<4x3xi8>
  %r = "tfl.densify"(%x) : (tensor<4x3xi8>) -> tensor<4x3xi8>
  func.return %r : tensor<4x3xi8>
}

// CHECK-LABEL: func.func @blocks
// Of two columns each.
// CHECK: dense<[[0, 0, 1, 2], [3, 4, 0, 0]]>
func.func @blocks() -> tensor<2x4x!quant.uniform<i8:f32, 0.5>> {
  %x = "tfl.pseudo_sparse_const"() <{compressed_data = dense<[1, 2, 3, 4]> : tensor<4xui8>}> {qir.tensors = [{sparsity = {traversal_order = [0, 1, 2], block_map = [1], dim_metadata = [{dense_size = 2 : i32}, {format = "SPARSE_CSR", array_segments = {table = "Uint8Vector", values = array<i8: 0, 1, 2>}, array_indices = {table = "Uint8Vector", values = array<i8: 1, 0>}}, {dense_size = 2 : i32}]}}]} : () -> tensor<2x4x!quant.uniform<i8:f32, 0.5>>
  %r = "tfl.densify"(%x) : (tensor<2x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x4x!quant.uniform<i8:f32, 0.5>>
  func.return %r : tensor<2x4x!quant.uniform<i8:f32, 0.5>>
}

// CHECK-LABEL: func.func @floats
// CHECK: dense<[[0.000000e+00, 0.000000e+00], [0.000000e+00, 1.500000e+00]]>
func.func @floats() -> tensor<2x2xf32> {
  %x = "tfl.pseudo_sparse_const"() <{compressed_data = dense<[0, 0, 192, 63]> : tensor<4xui8>}> {qir.tensors = [{sparsity = {traversal_order = [0, 1], dim_metadata = [{dense_size = 2 : i32}, {format = "SPARSE_CSR", array_segments = {table = "Uint8Vector", values = array<i8: 0, 0, 1>}, array_indices = {table = "Uint8Vector", values = array<i8: 1>}}]}}]} : () -> tensor<2x2xf32>
  %r = "tfl.densify"(%x) : (tensor<2x2xf32>) -> tensor<2x2xf32>
  func.return %r : tensor<2x2xf32>
}
