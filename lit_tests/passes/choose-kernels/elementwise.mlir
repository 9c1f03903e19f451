// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// Neighbouring axes along which the same operands are repeated are one: of two tensors of one shape
// all are. The result may lie over either operand. A sum is clamped to finite numbers.
func.func @add(%x: tensor<2x3x4xf32>, %y: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %z = "tfl.add"(%x, %y) <{fused_activation_function = "NONE"}> : (tensor<2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  func.return %z : tensor<2x3x4xf32>
}
// CHECK-LABEL:   @add
// CHECK-NEXT:      %z = "c.call"(%x, %y) <{kernel = "binary_f32", parameters = {operation = 0 : i32, low = -3.40282347e+38 : f32, high = 3.40282347e+38 : f32, blocks = 1 : i32, planes = 1 : i32, rows = 1 : i32, columns = 24 : i32, lhs_blocks = 0 : i32, lhs_planes = 0 : i32, lhs_rows = 0 : i32, lhs_columns = 1 : i32, rhs_blocks = 0 : i32, rhs_planes = 0 : i32, rhs_rows = 0 : i32, rhs_columns = 1 : i32}, in_place = array<i32: 0, 1>}>

// A vector is repeated in each row,
func.func @bias(%x: tensor<2x3x4xf32>, %y: tensor<4xf32>) -> tensor<2x3x4xf32> {
  %z = "tfl.add"(%x, %y) <{fused_activation_function = "RELU6"}> : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<2x3x4xf32>
  func.return %z : tensor<2x3x4xf32>
}
// CHECK-LABEL:   @bias
// CHECK-NEXT:      "c.call"{{.*}}low = 0.000000e+00 : f32, high = 6.000000e+00 : f32, {{.*}}rows = 6 : i32, columns = 4 : i32, {{.*}}lhs_rows = 4 : i32, lhs_columns = 1 : i32, {{.*}}rhs_rows = 0 : i32, rhs_columns = 1 : i32}, in_place = array<i32: 0>

// a number everywhere.
func.func @scale(%x: tensor<2x3x4xf32>, %y: tensor<f32>) -> tensor<2x3x4xf32> {
  %z = "tfl.mul"(%y, %x) <{fused_activation_function = "NONE"}> : (tensor<f32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  func.return %z : tensor<2x3x4xf32>
}
// CHECK-LABEL:   @scale
// CHECK-NEXT:      "c.call"(%y, %x) {{.*}}rows = 1 : i32, columns = 24 : i32, {{.*}}lhs_rows = 0 : i32, lhs_columns = 0 : i32, {{.*}}rhs_rows = 0 : i32, rhs_columns = 1 : i32}, in_place = array<i32: 1>

// Operands may be repeated in turn.
func.func @outer(%x: tensor<2x1x4x1xi32>, %y: tensor<3x1x5xi32>) -> tensor<2x3x4x5xi32> {
  %z = "tfl.maximum"(%x, %y) : (tensor<2x1x4x1xi32>, tensor<3x1x5xi32>) -> tensor<2x3x4x5xi32>
  func.return %z : tensor<2x3x4x5xi32>
}
// CHECK-LABEL:   @outer
// CHECK-NEXT:      "c.call"(%x, %y) <{kernel = "binary_i32", {{.*}}blocks = 2 : i32, planes = 3 : i32, rows = 4 : i32, columns = 5 : i32, lhs_blocks = 4 : i32, lhs_planes = 0 : i32, lhs_rows = 1 : i32, lhs_columns = 0 : i32, rhs_blocks = 0 : i32, rhs_planes = 5 : i32, rhs_rows = 0 : i32, rhs_columns = 1 : i32}}>

// x > y is y < x. Bytes may lie over numbers.
func.func @greater(%x: tensor<4xi32>, %y: tensor<4xi32>) -> tensor<4xi1> {
  %z = "tfl.greater"(%x, %y) : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
  func.return %z : tensor<4xi1>
}
// CHECK-LABEL:   @greater
// CHECK-NEXT:      "c.call"(%y, %x) <{kernel = "compare_i32", parameters = {operation = 0 : i32, {{.*}}in_place = array<i32: 0, 1>

// A condition for each row.
func.func @select(%c: tensor<2xi1>, %x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %z = "tfl.select"(%c, %x, %y) : (tensor<2xi1>, tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %z : tensor<2x3xf32>
}
// CHECK-LABEL:   @select
// CHECK-NEXT:      "c.call"(%c, %x, %y) <{kernel = "select_f32", {{.*}}condition_rows = 1 : i32, condition_columns = 0 : i32, {{.*}}in_place = array<i32: 1, 2>

func.func @exp(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = "tfl.exp"(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL:   @exp
// CHECK-NEXT:      %y = "c.call"(%x) <{kernel = "exp_f32", parameters = {size = 6 : i32}, in_place = array<i32: 0>}>
