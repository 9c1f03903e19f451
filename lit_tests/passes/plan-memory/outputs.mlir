// RUN: %qopt %s --pass=plan-memory | filecheck %s

// What is returned but lies elsewhere is copied: arguments, constants, and what is returned already.
func.func @copies(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<1xf32>, tensor<4xf32>, tensor<2x2xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %y = "c.call"(%x) <{kernel = "y", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %v = "c.view"(%y) : (tensor<4xf32>) -> tensor<2x2xf32>
  func.return %x, %w, %y, %v : tensor<4xf32>, tensor<1xf32>, tensor<4xf32>, tensor<2x2xf32>
}
// CHECK-LABEL: @copies
// CHECK-SAME:    c.arena_bytes = 0 : i64
// CHECK:         %[[Y:[0-9a-z]+]] = {{.*}}kernel = "y"{{.*}}places = [#c.place<"output", 2 : i64>]
// CHECK:         %[[A:[0-9a-z]+]] = "c.call"(%x) <{kernel = "copy_bytes", parameters = {bytes = 16 : i32}, places = [#c.place<"output", 0 : i64>]
// CHECK:         %[[B:[0-9a-z]+]] = {{.*}}bytes = 4 : i32{{.*}}places = [#c.place<"output", 1 : i64>]
// CHECK:         %[[C:[0-9a-z]+]] = "c.call"(%{{.*}}places = [#c.place<"output", 3 : i64>]
// CHECK:         func.return %[[A]], %[[B]], %[[Y]], %[[C]]

// States are the first in the arena, and kept from run to run; so they are copied too.
func.func @states(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<40xf32>) {
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<4xf32>}> {tfl.is_variable} : () -> tensor<4xf32>
  %t = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<40xf32>}> {tfl.is_variable} : () -> tensor<40xf32>
  %a = "c.call"(%x, %s, %t) <{kernel = "a", parameters = {}, states = array<i32: 1, 2>}> : (tensor<4xf32>, tensor<4xf32>, tensor<40xf32>) -> tensor<4xf32>
  %y = "c.call"(%a) <{kernel = "y", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y, %t : tensor<4xf32>, tensor<40xf32>
}
// CHECK-LABEL: @states
// CHECK-SAME:    c.state_bytes = 256 : i64, c.arena_bytes = 320 : i64
// CHECK:         %{{.*}} {tfl.is_variable, c.place = #c.place<"state", 0 : i64>} : () -> tensor<4xf32>
// CHECK:         %{{.*}} {tfl.is_variable, c.place = #c.place<"state", 64 : i64>} : () -> tensor<40xf32>
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 256 : i64>]
// CHECK:         kernel = "copy_bytes"{{.*}}places = [#c.place<"output", 1 : i64>]
