// RUN: %qopt %s --pass=drop-copies | filecheck %s

// What is read before the state is written to, is read where it lies; also in another shape.
// CHECK-LABEL: func.func @before
// CHECK:         %[[S:.*]] = "tfl.pseudo_const"() {{.*}}tfl.is_variable
// CHECK-NEXT:    %v = "c.view"(%[[S]])
// CHECK-NEXT:    %y = "c.call"(%v) <{kernel = "softmax_f32"
// CHECK-NEXT:    "c.call"(%x, %[[S]]) <{kernel = "copy_bytes"
func.func @before(%x: tensor<2xf32>) -> tensor<1x2xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2xf32>}> {tfl.is_variable} : () -> tensor<2xf32>
  %c = "c.call"(%s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}}> : (tensor<2xf32>) -> tensor<2xf32>
  %v = "c.view"(%c) : (tensor<2xf32>) -> tensor<1x2xf32>
  %y = "c.call"(%v) <{kernel = "softmax_f32", parameters = {rows = 1 : i32, depth = 2 : i32, beta = 1.0 : f32}}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  "c.call"(%x, %s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}, states = array<i32: 1>}> : (tensor<2xf32>, tensor<2xf32>) -> ()
  func.return %y : tensor<1x2xf32>
}

// What is read after that keeps its copy, and so does what is returned.
// CHECK-LABEL: func.func @after
// CHECK:         %c = "c.call"(%[[S:.*]]) <{kernel = "copy_bytes"
// CHECK:         %y = "c.call"(%c) <{kernel = "softmax_f32"
// CHECK:         %d = "c.call"(%[[S]]) <{kernel = "copy_bytes"
func.func @after(%x: tensor<1x2xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %c = "c.call"(%s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  "c.call"(%x, %s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}, states = array<i32: 1>}> : (tensor<1x2xf32>, tensor<1x2xf32>) -> ()
  %y = "c.call"(%c) <{kernel = "softmax_f32", parameters = {rows = 1 : i32, depth = 2 : i32, beta = 1.0 : f32}}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %d = "c.call"(%s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y, %d : tensor<1x2xf32>, tensor<1x2xf32>
}

// A write within a loop comes before a read of its next turn, which copies again.
// CHECK-LABEL: func.func @loop
// CHECK:         ^bb0
// CHECK:         ^bb0
// CHECK-NEXT:    "c.call"(%[[S:.*]]) <{kernel = "softmax_f32"
// CHECK-NEXT:    "c.call"({{.*}}, %[[S]]) <{kernel = "copy_bytes"
func.func @loop(%m: tensor<i1>, %x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x2xf32>}> {tfl.is_variable} : () -> tensor<1x2xf32>
  %y = "c.while"(%x) ({
  ^bb0(%a: tensor<1x2xf32>):
    "c.yield"(%m) : (tensor<i1>) -> ()
  }, {
  ^bb0(%b: tensor<1x2xf32>):
    %c = "c.call"(%s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
    %z = "c.call"(%c) <{kernel = "softmax_f32", parameters = {rows = 1 : i32, depth = 2 : i32, beta = 1.0 : f32}}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
    "c.call"(%z, %s) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}, states = array<i32: 1>}> : (tensor<1x2xf32>, tensor<1x2xf32>) -> ()
    "c.yield"(%z) : (tensor<1x2xf32>) -> ()
  }) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
