// RUN: %qopt %s --pass=annotate-ranges | filecheck %s

// Some functions have bounded results, whatever goes in; what they are given bounds them further.
func.func @bounded(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.relu6"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.tanh"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  %2 = "tfl.softmax"(%1) <{beta = 1.0 : f32}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %2 : tensor<4xf32>
}
// CHECK-LABEL: @bounded
// CHECK-NEXT:    "tfl.relu6"(%x) {qir.ranges = [#qir.range<0.0, 6.0>]}
// CHECK-NEXT:    "tfl.tanh"(%0) {qir.ranges = [#qir.range<0.0, 0.99999{{[0-9]*}}>]}
// CHECK-NEXT:    "tfl.softmax"(%1) {{.*}} {qir.ranges = [#qir.range<0.0, 1.0>]}

// One side may be open.
func.func @half_open(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.relu"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.log_softmax"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %1 : tensor<4xf32>
}
// CHECK-LABEL: @half_open
// CHECK-NEXT:    "tfl.relu"(%x) {qir.ranges = [#qir.range<0.0, inf>]}
// CHECK-NEXT:    "tfl.log_softmax"(%0) {qir.ranges = [#qir.range<-inf, 0.0>]}

// A clamp narrows what is known of its operand.
func.func @clamp(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.tanh"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.relu6"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %1 : tensor<4xf32>
}
// CHECK-LABEL: @clamp
// CHECK:         "tfl.relu6"(%0) {qir.ranges = [#qir.range<0.0, 1.0>]}

// A constant lies between its least and its greatest element, and all of them are numbers.
func.func @constant() -> tensor<3xf32> {
  %c = "tfl.pseudo_const"() <{value = dense<[-2.0, 0.5, 3.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
  func.return %c : tensor<3xf32>
}
// CHECK-LABEL: @constant
// CHECK-NEXT:    "tfl.pseudo_const"() {{.*}} {qir.ranges = [#qir.range<-2.0, 3.0, numbers>]}

// Arithmetic adds, subtracts and multiplies the bounds.
func.func @arithmetic(%x: tensor<4xf32>) -> tensor<4xf32> {
  %a = "tfl.relu6"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %b = "tfl.tanh"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %0 = "tfl.add"(%a, %b) <{fused_activation_function = "NONE"}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.sub"(%a, %b) <{fused_activation_function = "NONE"}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %2 = "tfl.mul"(%a, %b) <{fused_activation_function = "NONE"}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %3 = "tfl.neg"(%a) : (tensor<4xf32>) -> tensor<4xf32>
  %4 = "tfl.square"(%b) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %2 : tensor<4xf32>
}
// CHECK-LABEL: @arithmetic
// CHECK:         "tfl.add"{{.*}} {qir.ranges = [#qir.range<-1.0, 7.0>]}
// CHECK-NEXT:    "tfl.sub"{{.*}} {qir.ranges = [#qir.range<-1.0, 7.0>]}
// CHECK-NEXT:    "tfl.mul"{{.*}} {qir.ranges = [#qir.range<-6.0, 6.0>]}
// CHECK-NEXT:    "tfl.neg"{{.*}} {qir.ranges = [#qir.range<-6.0, {{-?}}0.0>]}
// CHECK-NEXT:    "tfl.square"{{.*}} {qir.ranges = [#qir.range<0.0, 1.0>]}

// A fused activation clamps the result; TANH does not clamp, it bounds.
func.func @fused(%x: tensor<1x4xf32>, %w: tensor<4x4xf32>, %b: tensor<4xf32>) -> tensor<1x4xf32> {
  %0 = "tfl.fully_connected"(%x, %w, %b) <{fused_activation_function = "RELU_N1_TO_1"}> : (tensor<1x4xf32>, tensor<4x4xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  %1 = "tfl.relu6"(%x) : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %2 = "tfl.concatenation"(%0, %1) <{axis = 0 : i32, fused_activation_function = "TANH"}> : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<2x4xf32>
  func.return %0 : tensor<1x4xf32>
}
// CHECK-LABEL: @fused
// CHECK-NEXT:    "tfl.fully_connected"{{.*}} {qir.ranges = [#qir.range<-1.0, 1.0>]}
// CHECK:         "tfl.concatenation"{{.*}} {qir.ranges = [#qir.range<-1.0, 1.0>]}

// Ops that move values keep their range; padding adds a zero to it.
func.func @moved(%x: tensor<1x4xf32>, %s: tensor<2xi32>, %p: tensor<2x2xi32>) -> tensor<6x6xf32> {
  %c = "tfl.pseudo_const"() <{value = dense<[[1.0, 2.0, 3.0, 4.0]]> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
  %0 = "tfl.reshape"(%c, %s) : (tensor<1x4xf32>, tensor<2xi32>) -> tensor<2x2xf32>
  %1 = "tfl.pad"(%0, %p) : (tensor<2x2xf32>, tensor<2x2xi32>) -> tensor<6x6xf32>
  func.return %1 : tensor<6x6xf32>
}
// CHECK-LABEL: @moved
// CHECK:         "tfl.reshape"{{.*}} {qir.ranges = [#qir.range<1.0, 4.0, numbers>]}
// CHECK-NEXT:    "tfl.pad"{{.*}} {qir.ranges = [#qir.range<0.0, 4.0, numbers>]}

// An op of several results has a range for each.
func.func @several(%x: tensor<2x4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = "tfl.relu6"(%x) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %1, %2 = "tfl.unpack"(%0) <{num = 2 : i32, axis = 0 : i32}> : (tensor<2x4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  func.return %1, %2 : tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @several
// CHECK:         "tfl.unpack"{{.*}} {qir.ranges = [#qir.range<0.0, 6.0>, #qir.range<0.0, 6.0>]}

// Left alone: ops of which nothing is known, and arguments. A stale range is taken away.
func.func @unknown(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.abs"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.sub"(%x, %x) <{fused_activation_function = "NONE"}> {qir.ranges = [#qir.range<0.0, 0.0>]} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %2 = "tfl.custom"(%x) <{custom_code = "F"}> : (tensor<4xf32>) -> tensor<4xf32>
  func.return %1 : tensor<4xf32>
}
// CHECK-LABEL: @unknown
// CHECK-NEXT:    "tfl.abs"(%x) {qir.ranges = [#qir.range<0.0, inf>]}
// CHECK-NEXT:    "tfl.sub"(%x, %x) <{fused_activation_function = "NONE"}> :
// CHECK-NEXT:    "tfl.custom"(%x) <{custom_code = "F"}> :

// A product with constants lies between the sums of what each weight makes of the range: -1 to 1
// times 1 and -2, and the bias.
func.func @product(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<[[1.0, -2.0]]> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[10.0]> : tensor<1xf32>}> : () -> tensor<1xf32>
  %0 = "tfl.relu_n1_to_1"(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %1 = "tfl.fully_connected"(%0, %w, %b) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1xf32>) -> tensor<1x1xf32>
  func.return %1 : tensor<1x1xf32>
}
// CHECK-LABEL: @product
// CHECK:         "tfl.fully_connected"{{.*}} {qir.ranges = [#qir.range<6.99999{{[0-9]*}}, 13.00000{{[0-9]*}}>]}

// Channels have ranges of their own: what is scaled by 1 and by 100, and cut at 6, is 0 to 1 and
// 0 to 6.
func.func @channels(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[1.0, 100.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %0 = "tfl.relu_0_to_1"(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %1 = "tfl.mul"(%0, %s) <{fused_activation_function = "RELU6"}> : (tensor<1x2xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  %2 = "tfl.fully_connected"(%1, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x2xf32>, tensor<1x2xf32>, none) -> tensor<1x1xf32>
  func.return %2 : tensor<1x1xf32>
}
// CHECK-LABEL: @channels
// CHECK:         "tfl.mul"{{.*}} {qir.ranges = [#qir.range<0.0, 6.0>]}
// CHECK-NEXT:    "tfl.fully_connected"{{.*}} {qir.ranges = [#qir.range<-{{[0-9.e-]*}}, 7.00000{{[0-9]*}}>]}

// What goes into a function comes out of it as far as it is bounded there.
func.func @called(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.neg"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %0 : tensor<4xf32>
}
func.func @control(%c: tensor<i1>, %x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.relu6"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tf.If"(%c, %0) <{then_branch = @called, else_branch = @called}> : (tensor<i1>, tensor<4xf32>) -> tensor<4xf32>
  func.return %1 : tensor<4xf32>
}
// CHECK-LABEL: @called
// CHECK-NEXT:    "tfl.neg"{{.*}} {qir.ranges = [#qir.range<-6.0, -0.0>]}
// CHECK-LABEL: @control
// CHECK:         "tf.If"{{.*}} {qir.ranges = [#qir.range<-6.0, -0.0>]}

// A loop is walked until what it carries no longer grows; what grows on and on has no bound there.
func.func @condition(%i: tensor<i32>, %x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<i1> {
  %n = "tfl.pseudo_const"() <{value = dense<8> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.less"(%i, %n) : (tensor<i32>, tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func @body(%i: tensor<i32>, %x: tensor<4xf32>, %y: tensor<4xf32>) -> (tensor<i32>, tensor<4xf32>, tensor<4xf32>) {
  %one = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %j = "tfl.add"(%i, %one) <{fused_activation_function = "NONE"}> : (tensor<i32>, tensor<i32>) -> tensor<i32>
  %0 = "tfl.tanh"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.abs"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  %2 = "tfl.add"(%y, %1) <{fused_activation_function = "NONE"}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %j, %1, %2 : tensor<i32>, tensor<4xf32>, tensor<4xf32>
}
func.func @loop(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %a = "tfl.relu_0_to_1"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %0, %1, %2 = "tfl.while"(%zero, %a, %a) ({
  ^bb0(%i: tensor<i32>, %u: tensor<4xf32>, %v: tensor<4xf32>):
    %c = func.call @condition(%i, %u, %v) : (tensor<i32>, tensor<4xf32>, tensor<4xf32>) -> tensor<i1>
    "tfl.yield"(%c) : (tensor<i1>) -> ()
  }, {
  ^bb1(%i: tensor<i32>, %u: tensor<4xf32>, %v: tensor<4xf32>):
    %j, %s, %t = func.call @body(%i, %u, %v) : (tensor<i32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<i32>, tensor<4xf32>, tensor<4xf32>)
    "tfl.yield"(%j, %s, %t) : (tensor<i32>, tensor<4xf32>, tensor<4xf32>) -> ()
  }) : (tensor<i32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<i32>, tensor<4xf32>, tensor<4xf32>)
  func.return %1, %2 : tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @loop
// CHECK:         "tfl.while"
// CHECK:         qir.ranges = [#qir.range<-inf, inf>, #qir.range<0.0, 1.0>, #qir.range<0.0, inf>]
