// RUN: %qopt %s --pass=plan-memory | filecheck %s

// What is returned lies in an output; what is live when something else is lies apart from it, on a
// multiple of 64 bytes; and memory is used again once nothing reads what was there.
func.func @chain(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %b = "c.call"(%a) <{kernel = "b", parameters = {}}> : (tensor<4xf32>) -> tensor<40xf32>
  %c = "c.call"(%b) <{kernel = "c", parameters = {}}> : (tensor<40xf32>) -> tensor<4xf32>
  %y = "c.call"(%c) <{kernel = "y", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @chain
// CHECK-SAME:    c.arena_alignment = 64 : i64, c.state_bytes = 0 : i64, c.arena_bytes = 256 : i64
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 192 : i64>]
// CHECK:         kernel = "b"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "c"{{.*}}places = [#c.place<"arena", 192 : i64>]
// CHECK:         kernel = "y"{{.*}}places = [#c.place<"output", 0 : i64>]

// A view lies where its source does, which is live for as long as the view is read.
func.func @view(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %v = "c.view"(%a) : (tensor<4xf32>) -> tensor<2x2xf32>
  %b = "c.call"(%x) <{kernel = "b", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.call"(%v, %b) <{kernel = "y", parameters = {}}> : (tensor<2x2xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @view
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "b"{{.*}}places = [#c.place<"arena", 64 : i64>]

// All results of a call are written, also those that nothing reads.
func.func @scratch(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y, %scratch = "c.call"(%x) <{kernel = "y", parameters = {}}> : (tensor<4xf32>) -> (tensor<4xf32>, tensor<8xi8>)
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @scratch
// CHECK:         places = [#c.place<"output", 0 : i64>, #c.place<"arena", 0 : i64>]
