// RUN: %qopt %s --pass=choose-kernels | filecheck %s

// What is in loops and branches becomes calls where it is; constants of a region stay there.
// CHECK-LABEL: func.func @loop
// CHECK:         %y = "c.while"(%x) ({
// CHECK-NEXT:    ^bb0(%a: tensor<1x2xf32>):
// CHECK-NEXT:      "c.yield"(%m)
// CHECK-NEXT:    }, {
// CHECK-NEXT:    ^bb0(%b: tensor<1x2xf32>):
// CHECK-NEXT:      %w = "tfl.pseudo_const"
// CHECK:           %[[F:.*]] = "c.call"(%b, %w, %{{.*}}) <{kernel = "fully_connected_f32"
// CHECK-NEXT:      %[[S:.*]] = "c.call"(%[[F]]) <{kernel = "softmax_f32"
// CHECK-NEXT:      "c.yield"(%[[S]])
func.func @loop(%m: tensor<i1>, %x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %y = "c.while"(%x) ({
  ^bb0(%a: tensor<1x2xf32>):
    "c.yield"(%m) : (tensor<i1>) -> ()
  }, {
  ^bb0(%b: tensor<1x2xf32>):
    %w = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<2x2xf32>}> : () -> tensor<2x2xf32>
    %none = "tfl.no_value"() <{value}> : () -> none
    %c = "tfl.fully_connected"(%b, %w, %none) : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
    %d = "tfl.softmax"(%c) <{beta = 1.0 : f32}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
    "c.yield"(%d) : (tensor<1x2xf32>) -> ()
  }) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}

// CHECK-LABEL: func.func @branch
// CHECK:         %y = "c.if"(%c) ({
// CHECK-NEXT:      %[[S:.*]] = "c.call"(%x) <{kernel = "softmax_f32"
// CHECK-NEXT:      "c.yield"(%[[S]])
// CHECK-NEXT:    }, {
// CHECK-NEXT:      "c.yield"(%x)
func.func @branch(%c: tensor<i1>, %x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %y = "c.if"(%c) ({
    %0 = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
    "c.yield"(%0) : (tensor<1x2xf32>) -> ()
  }, {
    "c.yield"(%x) : (tensor<1x2xf32>) -> ()
  }) : (tensor<i1>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
