// RUN: %qopt %s --pass=canonicalize | filecheck %s

// same-shape: reshape(x : T) : T = x; so too squeeze, expand_dims, broadcast_to. The constant it used
// goes with it.
func.func @reshape(%x: tensor<1x8xf32>) -> tensor<1x8xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[1, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reshape"(%x, %s) : (tensor<1x8xf32>, tensor<2xi32>) -> tensor<1x8xf32>
  %y = "tfl.abs"(%r) : (tensor<1x8xf32>) -> tensor<1x8xf32>
  func.return %y : tensor<1x8xf32>
}
// CHECK-LABEL: @reshape
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    func.return %y

// same-type: cast(x : T) : T = x.
func.func @same_type(%x: tensor<2x8xf32>, %n: tensor<2xi32>, %a: tensor<i32>) -> tensor<2x8xf32> {
  %0 = "tfl.squeeze"(%x) <{squeeze_dims = []}> : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = "tfl.broadcast_to"(%0, %n) : (tensor<2x8xf32>, tensor<2xi32>) -> tensor<2x8xf32>
  %2 = "tfl.cast"(%1) : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %y = "tfl.abs"(%2) : (tensor<2x8xf32>) -> tensor<2x8xf32>
  func.return %y : tensor<2x8xf32>
}
// CHECK-LABEL: @same_type
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    func.return %y

// same-order: transpose(x, [0, 1, ...]) = x.
func.func @transpose(%x: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %kept = "tfl.pseudo_const"() <{value = dense<[0, 1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %swapped = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.transpose"(%x, %kept) : (tensor<4x4xf32>, tensor<2xi32>) -> tensor<4x4xf32>
  %1 = "tfl.transpose"(%x, %swapped) : (tensor<4x4xf32>, tensor<2xi32>) -> tensor<4x4xf32>
  %y = "tfl.abs"(%0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  %z = "tfl.abs"(%1) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  func.return %y, %z : tensor<4x4xf32>, tensor<4x4xf32>
}
// CHECK-LABEL: @transpose
// CHECK-NEXT:    %swapped = "tfl.pseudo_const"() <{value = dense<[1, 0]> : tensor<2xi32>}>
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    %0 = "tfl.abs"(%x)
// CHECK-NEXT:    %z = "tfl.transpose"(%0, %swapped)
// CHECK-NEXT:    func.return %y, %z

// single-part: concatenation(x) = x, unless an activation is fused into it.
func.func @concatenation(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = "tfl.concatenation"(%x) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.concatenation"(%x) <{axis = 0 : i32, fused_activation_function = "RELU"}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "tfl.abs"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  %z = "tfl.abs"(%1) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y, %z : tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @concatenation
// CHECK-NEXT:    %0 = "tfl.concatenation"(%x) <{axis = 0 : i32, fused_activation_function = "RELU"}>
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    %z = "tfl.abs"(%0)
// CHECK-NEXT:    func.return %y, %z

// What nobody uses goes, and what only that used.
func.func @unused(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<4xf32>}> : () -> tensor<4xf32>
  %0 = "tfl.add"(%x, %c) <{fused_activation_function = "NONE"}> : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.exp"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %x : tensor<4xf32>
}
// CHECK-LABEL: @unused
// CHECK-NEXT:    func.return %x

// Left alone: an identity that the function returns, since its name is the model's output.
func.func @returned(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = "tfl.cast"(%x) {qir.tensors = [{name = "scores"}]} : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @returned
// CHECK-NEXT:    %y = "tfl.cast"(%x)
// CHECK-NEXT:    func.return %y

// Left alone: a reshape of a shape known only when it runs; an input may be resized.
func.func @dynamic(%x: tensor<?x8xf32>, %s: tensor<2xi32>) -> tensor<?x8xf32> {
  %r = "tfl.reshape"(%x, %s) : (tensor<?x8xf32>, tensor<2xi32>) -> tensor<?x8xf32>
  %y = "tfl.abs"(%r) : (tensor<?x8xf32>) -> tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}
// CHECK-LABEL: @dynamic
// CHECK-NEXT:    %0 = "tfl.abs"(%x)
// CHECK-NEXT:    %y = "tfl.reshape"(%0, %s)
// CHECK-NEXT:    func.return %y

// Left alone: ops with effects or state, and randomness, though nobody uses their results.
func.func @effects(%x: tensor<1x2xf32>, %s: tensor<1xi32>) {
  %0 = "tfl.var_handle"() <{shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%0, %x) : (tensor<!tf_type.resource>, tensor<1x2xf32>) -> ()
  %1 = "tfl.random_uniform"(%s) <{seed = 1 : i64}> : (tensor<1xi32>) -> tensor<2xf32>
  %2 = "tfl.custom"(%x) <{custom_code = "Print"}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return
}
// CHECK-LABEL: @effects
// CHECK-NEXT:    %0 = "tfl.var_handle"() <{shared_name = "v"}>
// CHECK-NEXT:    "tfl.assign_variable"(%0, %x)
// CHECK-NEXT:    %1 = "tfl.random_uniform"(%s) <{seed = 1 : i64}>
// CHECK-NEXT:    %2 = "tfl.custom"(%x) <{custom_code = "Print"}>
// CHECK-NEXT:    func.return

// Left alone: functions that no op calls; a signature may.
func.func private @uncalled(%x: tensor<4xf32>) -> tensor<4xf32> {
  func.return %x : tensor<4xf32>
}
// CHECK-LABEL: @uncalled
// CHECK-NEXT:    func.return %x

// no-padding: pad(x, [0, 0, ...]) = x; single-tile: tile(x, [1, 1, ...]) = x;
// whole-slice: slice(x : T, [0, 0, ...], ...) : T = x.
func.func @whole(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %p = "tfl.pseudo_const"() <{value = dense<0> : tensor<2x2xi32>}> : () -> tensor<2x2xi32>
  %m = "tfl.pseudo_const"() <{value = dense<1> : tensor<2xi32>}> : () -> tensor<2xi32>
  %b = "tfl.pseudo_const"() <{value = dense<0> : tensor<2xi32>}> : () -> tensor<2xi32>
  %n = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %0 = "tfl.pad"(%x, %p) : (tensor<2x3xf32>, tensor<2x2xi32>) -> tensor<2x3xf32>
  %1 = "tfl.tile"(%0, %m) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x3xf32>
  %2 = "tfl.slice"(%1, %b, %n) : (tensor<2x3xf32>, tensor<2xi32>, tensor<2xi32>) -> tensor<2x3xf32>
  %y = "tfl.abs"(%2) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL: @whole
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    func.return %y

// times-one: x * 1 = 1 * x = x; over-one: x / 1 = x; plus-zero: x + 0 = 0 + x = x;
// minus-zero: x - 0 = x.
func.func @neutral(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %one = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<3xf32>}> : () -> tensor<3xf32>
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.mul"(%one, %x) <{fused_activation_function = "NONE"}> : (tensor<3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %1 = "tfl.div"(%0, %one) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %2 = "tfl.add"(%1, %zero) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %3 = "tfl.sub"(%2, %zero) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %y = "tfl.abs"(%3) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %y : tensor<2x3xf32>
}
// CHECK-LABEL: @neutral
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    func.return %y

// Left alone: what turns signs, or stretches its operand.
func.func @not_neutral(%x: tensor<2x3xf32>, %z: tensor<1x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2x3xf32>}> : () -> tensor<2x3xf32>
  %0 = "tfl.sub"(%zero, %x) <{fused_activation_function = "NONE"}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %1 = "tfl.add"(%z, %zero) <{fused_activation_function = "NONE"}> : (tensor<1x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  func.return %0, %1 : tensor<2x3xf32>, tensor<2x3xf32>
}
// CHECK-LABEL: @not_neutral
// CHECK-NEXT:    %zero = "tfl.pseudo_const"() <{value = dense<0.000000e+00> : tensor<2x3xf32>}>
// CHECK-NEXT:    %0 = "tfl.sub"(%zero, %x)
// CHECK-NEXT:    %1 = "tfl.add"(%z, %zero)
// CHECK-NEXT:    func.return %0, %1
