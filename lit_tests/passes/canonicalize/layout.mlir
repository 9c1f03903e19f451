// RUN: %qopt %s --pass=canonicalize | filecheck %s

// rank-by-reshape: squeeze(x) = r(x); so too expand_dims.
func.func @rank(%x: tensor<1x2x3xf32>) -> tensor<1x2x1x3xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.expand_dims"(%x, %a) : (tensor<1x2x3xf32>, tensor<i32>) -> tensor<1x2x1x3xf32>
  func.return %y : tensor<1x2x1x3xf32>
}
// CHECK-LABEL: @rank
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1, 2, 1, 3]> : tensor<4xi32>}>
// CHECK-NEXT:    %y = "tfl.reshape"(%x, %0)
// CHECK-NEXT:    func.return %y

// Left alone: a squeeze by itself, which needs no constant.
func.func @squeeze(%x: tensor<1x2x3xf32>) -> tensor<2x3xf32> {
  %y = "tfl.squeeze"(%x) <{squeeze_dims = [0]}> : (tensor<1x2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL: @squeeze
// CHECK-NEXT:    %y = "tfl.squeeze"(%x) <{squeeze_dims = [0 : i64]}>
// CHECK-NEXT:    func.return %y

// merged-reshapes: r(r(x)) = r(x).
func.func @reshapes(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[6]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %t = "tfl.pseudo_const"() <{value = dense<[3, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.reshape"(%x, %s) : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<6xf32>
  %y = "tfl.reshape"(%0, %t) : (tensor<6xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// CHECK-LABEL: @reshapes
// CHECK-NEXT:    %t = "tfl.pseudo_const"() <{value = dense<[3, 2]> : tensor<2xi32>}>
// CHECK-NEXT:    %y = "tfl.reshape"(%x, %t)
// CHECK-NEXT:    func.return %y

// A squeeze is one, and so is a transpose that moves no element.
func.func @like_reshapes(%x: tensor<?x1x3xf32>) -> tensor<?x3x1xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[0, 2, 1]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %a = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.squeeze"(%x) <{squeeze_dims = [1]}> : (tensor<?x1x3xf32>) -> tensor<?x3xf32>
  %1 = "tfl.expand_dims"(%0, %a) : (tensor<?x3xf32>, tensor<i32>) -> tensor<?x3x1xf32>
  %2 = "tfl.transpose"(%1, %p) : (tensor<?x3x1xf32>, tensor<3xi32>) -> tensor<?x1x3xf32>
  %y = "tfl.transpose"(%2, %p) : (tensor<?x1x3xf32>, tensor<3xi32>) -> tensor<?x3x1xf32>
  func.return %y : tensor<?x3x1xf32>
}
// CHECK-LABEL: @like_reshapes
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[-1, 3, 1]> : tensor<3xi32>}>
// CHECK-NEXT:    %y = "tfl.reshape"(%x, %0)
// CHECK-NEXT:    func.return %y

// merged-transposes: t(t(x, p), q) = t(x, p[q]).
func.func @transposes(%x: tensor<2x3x4xf32>) -> tensor<3x4x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[0, 2, 1]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %q = "tfl.pseudo_const"() <{value = dense<[2, 1, 0]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3x4xf32>, tensor<3xi32>) -> tensor<2x4x3xf32>
  %y = "tfl.transpose"(%0, %q) : (tensor<2x4x3xf32>, tensor<3xi32>) -> tensor<3x4x2xf32>
  func.return %y : tensor<3x4x2xf32>
}
// CHECK-LABEL: @transposes
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1, 2, 0]> : tensor<3xi32>}>
// CHECK-NEXT:    %y = "tfl.transpose"(%x, %0)
// CHECK-NEXT:    func.return %y

// cancelled-transpose: t(t(x, p), q) = x where p[q] is in order, though the first has other uses.
func.func @cancelled(%x: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<3x2xf32>) {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %1 = "tfl.transpose"(%0, %p) : (tensor<3x2xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  %y = "tfl.abs"(%1) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y, %0 : tensor<2x3xf32>, tensor<3x2xf32>
}
// CHECK-LABEL: @cancelled
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %0 = "tfl.transpose"(%x, %p)
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    func.return %y, %0

// transposed-ones: t(x, p) = r(x) where only axes of size 1 move.
func.func @ones(%x: tensor<2x1x3xf32>) -> tensor<1x2x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0, 2]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %y = "tfl.transpose"(%x, %p) : (tensor<2x1x3xf32>, tensor<3xi32>) -> tensor<1x2x3xf32>
  func.return %y : tensor<1x2x3xf32>
}
// CHECK-LABEL: @ones
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1, 2, 3]> : tensor<3xi32>}>
// CHECK-NEXT:    %y = "tfl.reshape"(%x, %0)
// CHECK-NEXT:    func.return %y

// unary-of-transposed: f(t(x, p)) = t(f(x), p).
func.func @unary(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.exp"(%0) : (tensor<3x2xf32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// CHECK-LABEL: @unary
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %0 = "tfl.exp"(%x)
// CHECK-NEXT:    %y = "tfl.transpose"(%0, %p)
// CHECK-NEXT:    func.return %y

// binary-of-transposed: g(t(x, p), t(y, p)) = t(g(x, y), p).
func.func @binary(%x: tensor<2x3xf32>, %z: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %1 = "tfl.transpose"(%z, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.pow"(%0, %1) : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// CHECK-LABEL: @binary
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %0 = "tfl.pow"(%x, %z)
// CHECK-NEXT:    %y = "tfl.transpose"(%0, %p)
// CHECK-NEXT:    func.return %y

// So too with a constant, where it goes on to a transpose that it may cancel with.
func.func @binary_constant(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %c = "tfl.pseudo_const"() <{value = dense<[5.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %1 = "tfl.pow"(%0, %c) : (tensor<3x2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  %2 = "tfl.transpose"(%1, %p) : (tensor<3x2xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  %y = "tfl.floor"(%2) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL: @binary_constant
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[5.000000e+00], [6.000000e+00]]> : tensor<2x1xf32>}>
// CHECK-NEXT:    %1 = "tfl.pow"(%x, %0)
// CHECK-NEXT:    %y = "tfl.floor"(%1)
// CHECK-NEXT:    func.return %y

// Left alone where it does not: the target's table of slow rewrites has it.
func.func @binary_slow(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %c = "tfl.pseudo_const"() <{value = dense<[5.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.pow"(%0, %c) : (tensor<3x2xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// CHECK-LABEL: @binary_slow
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %c = "tfl.pseudo_const"() <{value = dense<[5.000000e+00, 6.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %0 = "tfl.transpose"(%x, %p)
// CHECK-NEXT:    %y = "tfl.pow"(%0, %c)
// CHECK-NEXT:    func.return %y

// softmax-of-transposed: softmax(t(x, p)) = t(softmax(x), p) where p keeps the last axis.
func.func @softmax(%x: tensor<2x3x4xf32>) -> tensor<3x2x4xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0, 2]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3x4xf32>, tensor<3xi32>) -> tensor<3x2x4xf32>
  %y = "tfl.softmax"(%0) <{beta = 1.0 : f32}> : (tensor<3x2x4xf32>) -> tensor<3x2x4xf32>
  func.return %y : tensor<3x2x4xf32>
}
// CHECK-LABEL: @softmax
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0, 2]> : tensor<3xi32>}>
// CHECK-NEXT:    %0 = "tfl.softmax"(%x) <{beta = 1.000000e+00 : f32}>
// CHECK-NEXT:    %y = "tfl.transpose"(%0, %p)
// CHECK-NEXT:    func.return %y

// reduced-transposed: mean(t(x, p), a) = t(mean(x, p[a]), p'); so too sum, reduce_max, ...
// What channels-first models end with needs no transpose.
func.func @reduced(%x: tensor<1x4x4x3xf32>) -> tensor<1x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[0, 3, 1, 2]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %a = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<1x4x4x3xf32>, tensor<4xi32>) -> tensor<1x3x4x4xf32>
  %y = "tfl.mean"(%0, %a) <{keep_dims = false}> : (tensor<1x3x4x4xf32>, tensor<2xi32>) -> tensor<1x3xf32>
  func.return %y : tensor<1x3xf32>
}
// CHECK-LABEL: @reduced
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}>
// CHECK-NEXT:    %y = "tfl.mean"(%x, %0) <{keep_dims = false}>
// CHECK-NEXT:    func.return %y

// joined-transposed: concatenation(t(x, p), t(y, p), a) = t(concatenation(x, y, p[a]), p), where
// that goes on to a transpose that it may cancel with.
func.func @joined(%x: tensor<2x3xf32>, %z: tensor<2x3xf32>) -> tensor<2x6xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %1 = "tfl.transpose"(%z, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %2 = "tfl.concatenation"(%0, %1) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<6x2xf32>
  %3 = "tfl.transpose"(%2, %p) : (tensor<6x2xf32>, tensor<2xi32>) -> tensor<2x6xf32>
  %y = "tfl.floor"(%3) : (tensor<2x6xf32>) -> tensor<2x6xf32>
  func.return %y : tensor<2x6xf32>
}
// CHECK-LABEL: @joined
// CHECK-NEXT:    %0 = "tfl.concatenation"(%x, %z) <{axis = 1 : i32, fused_activation_function = "NONE"}>
// CHECK-NEXT:    %y = "tfl.floor"(%0)
// CHECK-NEXT:    func.return %y

// padded-transposed: t(pad(t(x, p), n), q) = t(t(pad(x, n'), p), q), and these two are one, or none.
func.func @padded(%x: tensor<1x4x4x3xf32>) -> tensor<1x6x6x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[0, 3, 1, 2]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %q = "tfl.pseudo_const"() <{value = dense<[0, 2, 3, 1]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %n = "tfl.pseudo_const"() <{value = dense<[[0, 0], [0, 0], [1, 1], [1, 1]]> : tensor<4x2xi32>}> : () -> tensor<4x2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<1x4x4x3xf32>, tensor<4xi32>) -> tensor<1x3x4x4xf32>
  %1 = "tfl.pad"(%0, %n) : (tensor<1x3x4x4xf32>, tensor<4x2xi32>) -> tensor<1x3x6x6xf32>
  %2 = "tfl.transpose"(%1, %q) : (tensor<1x3x6x6xf32>, tensor<4xi32>) -> tensor<1x6x6x3xf32>
  %y = "tfl.elu"(%2) : (tensor<1x6x6x3xf32>) -> tensor<1x6x6x3xf32>
  func.return %y : tensor<1x6x6x3xf32>
}
// CHECK-LABEL: @padded
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[[0, 0], [1, 1], [1, 1], [0, 0]]> : tensor<4x2xi32>}>
// CHECK-NEXT:    %1 = "tfl.pad"(%x, %0)
// CHECK-NEXT:    %y = "tfl.elu"(%1)
// CHECK-NEXT:    func.return %y

// Left alone: padding after which no transpose follows; there would be more to transpose.
func.func @padded_last(%x: tensor<2x3xf32>) -> tensor<4x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %n = "tfl.pseudo_const"() <{value = dense<[[1, 0], [0, 1]]> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.pad"(%0, %n) : (tensor<3x2xf32>, tensor<2x2xi32>) -> tensor<4x3xf32>
  func.return %y : tensor<4x3xf32>
}
// CHECK-LABEL: @padded_last
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %n = "tfl.pseudo_const"() <{value = dense<[[1, 0], [0, 1]]> : tensor<2x2xi32>}>
// CHECK-NEXT:    %0 = "tfl.transpose"(%x, %p)
// CHECK-NEXT:    %y = "tfl.pad"(%0, %n)
// CHECK-NEXT:    func.return %y

// sliced-transposed: slice(t(x, p), b, n) = t(slice(x, b', n'), p).
func.func @sliced(%x: tensor<2x3xf32>) -> tensor<1x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %b = "tfl.pseudo_const"() <{value = dense<[2, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %n = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %y = "tfl.slice"(%0, %b, %n) : (tensor<3x2xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
// CHECK-LABEL: @sliced
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}>
// CHECK-NEXT:    %1 = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}>
// CHECK-NEXT:    %2 = "tfl.pseudo_const"() <{value = dense<[0, 2]> : tensor<2xi32>}>
// CHECK-NEXT:    %3 = "tfl.slice"(%x, %2, %1)
// CHECK-NEXT:    %y = "tfl.reshape"(%3, %0)
// CHECK-NEXT:    func.return %y

// unary-of-reshaped: f(r(x)) = r(f(x)).
func.func @reshaped(%x: tensor<2x3xf32>) -> tensor<6xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[6]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.reshape"(%x, %s) : (tensor<2x3xf32>, tensor<1xi32>) -> tensor<6xf32>
  %y = "tfl.exp"(%0) : (tensor<6xf32>) -> tensor<6xf32>
  func.return %y : tensor<6xf32>
}
// CHECK-LABEL: @reshaped
// CHECK-NEXT:    %s = "tfl.pseudo_const"() <{value = dense<6> : tensor<1xi32>}>
// CHECK-NEXT:    %0 = "tfl.exp"(%x)
// CHECK-NEXT:    %y = "tfl.reshape"(%0, %s)
// CHECK-NEXT:    func.return %y

// binary-of-reshaped: g(r(x), c) = r(g(x, c)) where r keeps the axis of c: the bias comes to the
// product that it belongs to.
func.func @bias(%x: tensor<6x2xf32>, %w: tensor<2x2xf32>) -> tensor<2x3x2xf32> {
  %none = "tfl.no_value"() <{value}> : () -> none
  %c = "tfl.pseudo_const"() <{value = dense<[5.0, 6.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %s = "tfl.pseudo_const"() <{value = dense<[2, 3, 2]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %0 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<6x2xf32>, tensor<2x2xf32>, none) -> tensor<6x2xf32>
  %1 = "tfl.reshape"(%0, %s) : (tensor<6x2xf32>, tensor<3xi32>) -> tensor<2x3x2xf32>
  %y = "tfl.add"(%1, %c) <{fused_activation_function = "NONE"}> : (tensor<2x3x2xf32>, tensor<2xf32>) -> tensor<2x3x2xf32>
  func.return %y : tensor<2x3x2xf32>
}
// CHECK-LABEL: @bias
// CHECK-NEXT:    %s = "tfl.pseudo_const"() <{value = dense<[2, 3, 2]> : tensor<3xi32>}>
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[5.000000e+00, 6.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %1 = "tfl.fully_connected"(%x, %w, %0)
// CHECK-NEXT:    %y = "tfl.reshape"(%1, %s)
// CHECK-NEXT:    func.return %y

// known-reshape: reshape(x, s) : T = reshape(x, shape of T), where s is computed; what is left over
// is the one size that T does not know.
func.func @known(%x: tensor<?x6xf32>) -> tensor<?x2x3xf32> {
  %b = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %e = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %c2 = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %c3 = "tfl.pseudo_const"() <{value = dense<3> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.shape"(%x) : (tensor<?x6xf32>) -> tensor<2xi32>
  %1 = "tfl.strided_slice"(%0, %b, %e, %e) <{begin_mask = 0 : i32, end_mask = 0 : i32, ellipsis_mask = 0 : i32, new_axis_mask = 0 : i32, shrink_axis_mask = 1 : i32}> : (tensor<2xi32>, tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<i32>
  %2 = "tfl.pack"(%1, %c2, %c3) <{values_count = 3 : i32, axis = 0 : i32}> : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3xi32>
  %y = "tfl.reshape"(%x, %2) : (tensor<?x6xf32>, tensor<3xi32>) -> tensor<?x2x3xf32>
  func.return %y : tensor<?x2x3xf32>
}
// CHECK-LABEL: @known
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[-1, 2, 3]> : tensor<3xi32>}>
// CHECK-NEXT:    %y = "tfl.reshape"(%x, %0)
// CHECK-NEXT:    func.return %y

// packed-transposed: pack(t(x, p), t(y, p), a) = t(pack(x, y, a), p'), where that goes on to a
// transpose that it may cancel with, or to an op that takes its axes in any order.
func.func @packed(%x: tensor<2x3xf32>, %z: tensor<2x3xf32>) -> tensor<3x2xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %a = "tfl.pseudo_const"() <{value = dense<[1]> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %1 = "tfl.transpose"(%z, %p) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<3x2xf32>
  %2 = "tfl.pack"(%0, %1) <{values_count = 2 : i32, axis = 2 : i32}> : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x2x2xf32>
  %y = "tfl.sum"(%2, %a) <{keep_dims = false}> : (tensor<3x2x2xf32>, tensor<1xi32>) -> tensor<3x2xf32>
  func.return %y : tensor<3x2xf32>
}
// CHECK-LABEL: @packed
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}>
// CHECK-NEXT:    %1 = "tfl.pack"(%x, %z) <{values_count = 2 : i32, axis = 2 : i32}>
// CHECK-NEXT:    %y = "tfl.sum"(%1, %0) <{keep_dims = false}>
// CHECK-NEXT:    func.return %y

// strided-transposed: strided_slice(t(x, p), b, e, s) = t(strided_slice(x, b', e', s'), p).
func.func @strided(%x: tensor<4x6xf32>) -> tensor<3x4xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %b = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %e = "tfl.pseudo_const"() <{value = dense<[6, 9]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %s = "tfl.pseudo_const"() <{value = dense<[2, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %p) : (tensor<4x6xf32>, tensor<2xi32>) -> tensor<6x4xf32>
  %y = "tfl.strided_slice"(%0, %b, %e, %s) <{begin_mask = 0 : i32, end_mask = 2 : i32, ellipsis_mask = 0 : i32, new_axis_mask = 0 : i32, shrink_axis_mask = 0 : i32}> : (tensor<6x4xf32>, tensor<2xi32>, tensor<2xi32>, tensor<2xi32>) -> tensor<3x4xf32>
  func.return %y : tensor<3x4xf32>
}
// CHECK-LABEL: @strided
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}>
// CHECK-NEXT:    %1 = "tfl.pseudo_const"() <{value = dense<[9, 6]> : tensor<2xi32>}>
// CHECK-NEXT:    %2 = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}>
// CHECK-NEXT:    %p = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %3 = "tfl.strided_slice"(%x, %2, %1, %0) <{begin_mask = 0 : i32, end_mask = 1 : i32, ellipsis_mask = 0 : i32, new_axis_mask = 0 : i32, shrink_axis_mask = 0 : i32}>
// CHECK-NEXT:    %y = "tfl.transpose"(%3, %p)
// CHECK-NEXT:    func.return %y
