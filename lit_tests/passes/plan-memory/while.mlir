// RUN: %qopt %s --pass=plan-memory | filecheck %s

// What a loop carries lies where its result does. What comes into the loop lies there already where
// nothing else reads it, and so does what the body yields where it is made after the last use of
// what was there.
func.func @loop(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.while"(%a) ({
  ^bb0(%c: tensor<4xf32>):
    %more = "c.call"(%c) <{kernel = "more", parameters = {}}> : (tensor<4xf32>) -> tensor<1xi1>
    "c.yield"(%more) : (tensor<1xi1>) -> ()
  }, {
  ^bb0(%b: tensor<4xf32>):
    %next = "c.call"(%b) <{kernel = "next", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xf32>
    "c.yield"(%next) : (tensor<4xf32>) -> ()
  }) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @loop
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"output", 0 : i64>]
// CHECK:         "c.while"({{.*}}) <{places = [#c.place<"output", 0 : i64>]}>
// CHECK:         kernel = "more"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "next"{{.*}}places = [#c.place<"output", 0 : i64>]

// What the body reads from outside is live until the loop ends: the next turn reads it again.
func.func @outside(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.while"(%x) ({
  ^bb0(%c: tensor<4xf32>):
    "c.yield"(%c) : (tensor<4xf32>) -> ()
  }, {
  ^bb0(%b: tensor<4xf32>):
    %d = "c.call"(%a) <{kernel = "d", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xf32>
    %next = "c.call"(%b, %d) <{kernel = "next", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    "c.yield"(%next) : (tensor<4xf32>) -> ()
  }) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @outside
// CHECK-SAME:    c.arena_bytes = 128 : i64
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "d"{{.*}}places = [#c.place<"arena", 64 : i64>]
// CHECK:         kernel = "next"{{.*}}places = [#c.place<"output", 0 : i64>]

// What changes places is copied first, so that one can be written after the other; the second of them
// to where it belongs, since the first is not read there any more.
func.func @exchange(%x: tensor<4xf32>, %z: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %y:2 = "c.while"(%x, %z) ({
  ^bb0(%c: tensor<4xf32>, %d: tensor<4xf32>):
    "c.yield"(%c) : (tensor<4xf32>) -> ()
  }, {
  ^bb0(%a: tensor<4xf32>, %b: tensor<4xf32>):
    "c.yield"(%b, %a) : (tensor<4xf32>, tensor<4xf32>) -> ()
  }) : (tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  func.return %y#0, %y#1 : tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @exchange
// CHECK:         "c.while"({{.*}}) <{places = [#c.place<"output", 0 : i64>, #c.place<"output", 1 : i64>]}>
// CHECK:         %[[B:[0-9]+]] = "c.call"(%b) <{kernel = "copy_bytes"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         %[[A:[0-9]+]] = "c.call"(%a) <{kernel = "copy_bytes"{{.*}}places = [#c.place<"output", 1 : i64>]
// CHECK:         "c.yield"(%[[B]], %[[A]])
