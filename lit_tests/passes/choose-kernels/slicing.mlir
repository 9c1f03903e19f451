// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// Columns 1 to 3 of each row: 8 of its 16 bytes, from byte 4.
func.func @slice(%x: tensor<5x4xf32>) -> tensor<5x2xf32> {
  %begin = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %size = "tfl.pseudo_const"() <{value = dense<[-1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.slice"(%x, %begin, %size) : (tensor<5x4xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<5x2xf32>
  func.return %y : tensor<5x2xf32>
}
// CHECK-LABEL:  @slice
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 8 : i32, from = 4 : i32, to = 0 : i32, {{.*}} n2 = 5 : i32, {{.*}} s2 = 16 : i32, {{.*}} t2 = 8 : i32}}>

// Where a part begins is computed: a call says how many bytes further on that is.
func.func @computed(%x: tensor<5x4xf32>, %begin: tensor<2xi32>) -> tensor<1x4xf32> {
  %size = "tfl.pseudo_const"() <{value = dense<[1, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %y = "tfl.slice"(%x, %begin, %size) : (tensor<5x4xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<1x4xf32>
  func.return %y : tensor<1x4xf32>
}
// CHECK-LABEL:  @computed
// CHECK:          %0 = "c.call"(%begin) <{kernel = "start", parameters = {bytes = 4 : i32, room0 = 5 : i32, {{.*}} stride0 = 16 : i32, {{.*}}
// CHECK:          %y = "c.call"(%x, %0) <{kernel = "slice", parameters = {run = 16 : i32, from = 0 : i32, to = 0 : i32, {{.*}}

// Each second element, the last first.
func.func @strided_slice(%x: tensor<6xi16>) -> tensor<3xi16> {
  %begin = "tfl.pseudo_const"() <{value = dense<5> : tensor<1xi32>}> : () -> tensor<1xi32>
  %end = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %by = "tfl.pseudo_const"() <{value = dense<-2> : tensor<1xi32>}> : () -> tensor<1xi32>
  %y = "tfl.strided_slice"(%x, %begin, %end, %by) <{begin_mask = 0 : i32, end_mask = 0 : i32, ellipsis_mask = 0 : i32, new_axis_mask = 0 : i32, shrink_axis_mask = 0 : i32, offset = false}> : (tensor<6xi16>, tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<3xi16>
  func.return %y : tensor<3xi16>
}
// CHECK-LABEL:  @strided_slice
// CHECK:          %y = "c.call"(%x) <{kernel = "copy", parameters = {run = 2 : i32, from = 10 : i32, to = 0 : i32, {{.*}} n2 = 3 : i32, {{.*}} s2 = -4 : i32, {{.*}} t2 = 2 : i32}}>

// The result may lie over the input: then only the update is written.
func.func @update(%x: tensor<5x4xf32>, %u: tensor<1x4xf32>, %start: tensor<2xi64>) -> tensor<5x4xf32> {
  %y = "tfl.dynamic_update_slice"(%x, %u, %start) : (tensor<5x4xf32>, tensor<1x4xf32>, tensor<2xi64>) -> tensor<5x4xf32>
  func.return %y : tensor<5x4xf32>
}
// CHECK-LABEL:  @update
// CHECK:          %0 = "c.call"(%start) <{kernel = "start", parameters = {bytes = 8 : i32, room0 = 5 : i32, {{.*}} stride0 = 16 : i32, {{.*}}
// CHECK:          %y = "c.call"(%x, %u, %0) <{kernel = "update", parameters = {bytes = 80 : i32, run = 16 : i32, from = 0 : i32, to = 0 : i32, {{.*}}, in_place = array<i32: 0>}>
