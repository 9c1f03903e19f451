// RUN: %qopt %s --pass=plan-memory | filecheck %s

// Both branches leave what they yield where the result lies, and use the same memory until then.
func.func @branches(%x: tensor<4xf32>, %if: tensor<1xi1>) -> tensor<4xf32> {
  %y = "c.if"(%if) ({
    %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<8xf32>
    %b = "c.call"(%a) <{kernel = "b", parameters = {}}> : (tensor<8xf32>) -> tensor<4xf32>
    "c.yield"(%b) : (tensor<4xf32>) -> ()
  }, {
    %c = "c.call"(%x) <{kernel = "c", parameters = {}}> : (tensor<4xf32>) -> tensor<8xf32>
    %d = "c.call"(%c) <{kernel = "d", parameters = {}}> : (tensor<8xf32>) -> tensor<4xf32>
    "c.yield"(%d) : (tensor<4xf32>) -> ()
  }) : (tensor<1xi1>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @branches
// CHECK-SAME:    c.arena_bytes = 64 : i64
// CHECK:         "c.if"({{.*}}) <{places = [#c.place<"output", 0 : i64>]}>
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "b"{{.*}}places = [#c.place<"output", 0 : i64>]
// CHECK:         kernel = "c"{{.*}}places = [#c.place<"arena", 0 : i64>]
// CHECK:         kernel = "d"{{.*}}places = [#c.place<"output", 0 : i64>]

// What comes from outside is copied to where the result lies, as the other branch leaves it there.
func.func @outside(%x: tensor<4xf32>, %if: tensor<1xi1>) -> (tensor<4xf32>, tensor<4xf32>) {
  %a = "c.call"(%x) <{kernel = "a", parameters = {}}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "c.if"(%if) ({
    "c.yield"(%a) : (tensor<4xf32>) -> ()
  }, {
    "c.yield"(%x) : (tensor<4xf32>) -> ()
  }) : (tensor<1xi1>) -> tensor<4xf32>
  func.return %y, %a : tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @outside
// CHECK:         kernel = "a"{{.*}}places = [#c.place<"output", 1 : i64>]
// CHECK:         "c.if"({{.*}}) <{places = [#c.place<"output", 0 : i64>]}>
