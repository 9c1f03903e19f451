// RUN: %qopt %s --pass=plan-memory{alignment=16} | filecheck %s

// A kernel that may write over what it reads does, where nothing reads that later; so the chain
// before an output lies in it.
func.func @chain(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %b = "c.call"(%a) <{kernel = "b", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.call"(%b) <{kernel = "y", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @chain
// CHECK-SAME:    c.arena_bytes = 0 : i64
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"output", 0 : i64>]
// CHECK:         kernel = "b"{{.*}}places = [#c.place<"output", 0 : i64>]
// CHECK:         kernel = "y"{{.*}}places = [#c.place<"output", 0 : i64>]

// An output has no room for more than itself.
func.func @larger(%x: tensor<4xf32>) -> tensor<4xi8> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.call"(%a) <{kernel = "y", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xi8>
  func.return %y : tensor<4xi8>
}
// CHECK-LABEL: @larger
// CHECK-SAME:    c.arena_bytes = 16 : i64
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "y"{{.*}}places = [#c.place<"output", 0 : i64>]

// An output of bytes may begin where no float can.
func.func @coarser(%x: tensor<4xf32>) -> tensor<16xi8> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.call"(%a) <{kernel = "y", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<16xi8>
  func.return %y : tensor<16xi8>
}
// CHECK-LABEL: @coarser
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "y"{{.*}}places = [#c.place<"output", 0 : i64>]

// Not over what is read later, nor over an argument.
func.func @read_later(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xf32>
  %b = "c.call"(%a) <{kernel = "b", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.call"(%a, %b) <{kernel = "y", parameters = {}}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @read_later
// CHECK-SAME:    c.arena_bytes = 32 : i64
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "b"{{.*}}places = [#c.place<"arena", 16 : i64>]

// Not over an operand that it may not write to, be it the same tensor.
func.func @twice(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.call"(%a, %a) <{kernel = "y", parameters = {}, in_place = array<i32: 0>}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @twice
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "y"{{.*}}places = [#c.place<"output", 0 : i64>]

// The rest of a larger operand is free from then on.
func.func @smaller(%x: tensor<16xf32>) -> tensor<16xf32> {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<16xf32>) -> tensor<16xf32>
  %b = "c.call"(%a) <{kernel = "b", parameters = {}, in_place = array<i32: 0>}> : (tensor<16xf32>) -> tensor<16xi8>
  %c = "c.call"(%x) <{kernel = "c", parameters = {}}> : (tensor<16xf32>) -> tensor<12xf32>
  %y = "c.call"(%b, %c) <{kernel = "y", parameters = {}}> : (tensor<16xi8>, tensor<12xf32>) -> tensor<16xf32>
  func.return %y : tensor<16xf32>
}
// CHECK-LABEL: @smaller
// CHECK-SAME:    c.arena_bytes = 64 : i64
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "b"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "c"{{.*}}places = [#c.place<"arena", 16 : i64>]

// A tensor that calls write part by part is one piece of memory.
func.func @tied(%x: tensor<4xf32>) -> tensor<8xf32> {
  %a = "c.call"(%x) <{kernel = "first", parameters = {}}> : (tensor<4xf32>) -> tensor<8xf32>
  %y = "c.call"(%x, %a) <{kernel = "second", parameters = {}, tied = array<i32: 1>}> : (tensor<4xf32>, tensor<8xf32>) -> tensor<8xf32>
  func.return %y : tensor<8xf32>
}
// CHECK-LABEL: @tied
// CHECK:         kernel = "first"{{.*}}places = [#c.place<"output", 0 : i64>]
// CHECK:         kernel = "second"{{.*}}places = [#c.place<"output", 0 : i64>]

// It is copied first where what it was is read later.
func.func @tied_read_later(%x: tensor<4xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %a = "c.call"(%x) <{kernel = "first", parameters = {}}> : (tensor<4xf32>) -> tensor<8xf32>
  %y = "c.call"(%x, %a) <{kernel = "second", parameters = {}, tied = array<i32: 1>}> : (tensor<4xf32>, tensor<8xf32>) -> tensor<8xf32>
  func.return %a, %y : tensor<8xf32>, tensor<8xf32>
}
// CHECK-LABEL: @tied_read_later
// CHECK:         %[[A:[0-9a-z]+]] = {{.*}}kernel = "first"{{.*}}places = [#c.place<"output", 0 : i64>]
// CHECK:         %[[C:[0-9a-z]+]] = "c.call"(%[[A]]) <{kernel = "copy_bytes"{{.*}}places = [#c.place<"output", 1 : i64>]
// CHECK:         "c.call"(%x, %[[C]]) <{kernel = "second"{{.*}}places = [#c.place<"output", 1 : i64>]
