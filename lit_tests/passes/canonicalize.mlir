// RUN: %qopt %s --pass=canonicalize | filecheck %s

// An identity gives way to its operand, and the constant it used goes with it.
func.func @reshape(%x: tensor<1x8xf32>) -> tensor<1x8xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[1, 8]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reshape"(%x, %s) : (tensor<1x8xf32>, tensor<2xi32>) -> tensor<1x8xf32>
  %y = "tfl.abs"(%r) : (tensor<1x8xf32>) -> tensor<1x8xf32>
  func.return %y : tensor<1x8xf32>
}
// CHECK-LABEL: @reshape
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    func.return %y

// So do the others whose type stays the same.
func.func @same_type(%x: tensor<2x8xf32>, %n: tensor<2xi32>, %a: tensor<i32>) -> tensor<2x8xf32> {
  %0 = "tfl.squeeze"(%x) <{squeeze_dims = []}> : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = "tfl.broadcast_to"(%0, %n) : (tensor<2x8xf32>, tensor<2xi32>) -> tensor<2x8xf32>
  %2 = "tfl.cast"(%1) : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %y = "tfl.abs"(%2) : (tensor<2x8xf32>) -> tensor<2x8xf32>
  func.return %y : tensor<2x8xf32>
}
// CHECK-LABEL: @same_type
// CHECK-NEXT:    %y = "tfl.abs"(%x)

// A transpose is one where its constant permutation is in order.
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
// CHECK-NEXT:    %swapped = "tfl.pseudo_const"
// CHECK-NEXT:    %0 = "tfl.transpose"(%x, %swapped)
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    %z = "tfl.abs"(%0)

// A concatenation of one tensor is one, unless an activation is fused into it.
func.func @concatenation(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = "tfl.concatenation"(%x) <{axis = 0 : i32, fused_activation_function = "NONE"}> : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.concatenation"(%x) <{axis = 0 : i32, fused_activation_function = "RELU"}> : (tensor<4xf32>) -> tensor<4xf32>
  %y = "tfl.abs"(%0) : (tensor<4xf32>) -> tensor<4xf32>
  %z = "tfl.abs"(%1) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y, %z : tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @concatenation
// CHECK-NEXT:    %0 = "tfl.concatenation"(%x) {{.*}}"RELU"
// CHECK-NEXT:    %y = "tfl.abs"(%x)
// CHECK-NEXT:    %z = "tfl.abs"(%0)

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
// CHECK-NEXT:    %y = "tfl.cast"(%x) {qir.tensors = [{name = "scores"}], {{.*}}}

// Left alone: a reshape of a shape known only when it runs; an input may be resized.
func.func @dynamic(%x: tensor<?x8xf32>, %s: tensor<2xi32>) -> tensor<?x8xf32> {
  %r = "tfl.reshape"(%x, %s) : (tensor<?x8xf32>, tensor<2xi32>) -> tensor<?x8xf32>
  %y = "tfl.abs"(%r) : (tensor<?x8xf32>) -> tensor<?x8xf32>
  func.return %y : tensor<?x8xf32>
}
// CHECK-LABEL: @dynamic
// CHECK-NEXT:    %r = "tfl.reshape"(%x, %s)

// Left alone: ops with effects or state, and randomness, though nobody uses their results.
func.func @effects(%x: tensor<1x2xf32>, %s: tensor<1xi32>) {
  %0 = "tfl.var_handle"() <{shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%0, %x) : (tensor<!tf_type.resource>, tensor<1x2xf32>) -> ()
  %1 = "tfl.random_uniform"(%s) <{seed = 1 : i64}> : (tensor<1xi32>) -> tensor<2xf32>
  %2 = "tfl.custom"(%x) <{custom_code = "Print"}> : (tensor<1x2xf32>) -> tensor<1x2xf32>
  func.return
}
// CHECK-LABEL: @effects
// CHECK-NEXT:    %0 = "tfl.var_handle"
// CHECK-NEXT:    "tfl.assign_variable"
// CHECK-NEXT:    %1 = "tfl.random_uniform"
// CHECK-NEXT:    %2 = "tfl.custom"

// Left alone: functions that no op calls; a signature may.
func.func private @uncalled(%x: tensor<4xf32>) -> tensor<4xf32> {
  func.return %x : tensor<4xf32>
}
// CHECK-LABEL: @uncalled

// What only constants go into is one, under the name of the tensor.
func.func @folded(%x: tensor<2xf32>) -> tensor<2xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, -7.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.mul"(%a, %b) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  %1 = "tfl.abs"(%0) {qir.tensors = [{name = "size"}]} : (tensor<2xf32>) -> tensor<2xf32>
  %y = "tfl.maximum"(%x, %1) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @folded
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[3.000000e+00, 1.400000e+01]> : tensor<2xf32>}> {{.*}}"size"
// CHECK-NEXT:    %y = "tfl.maximum"(%x, %0)

// Where it would take more bytes than it frees, it stays; so does what is returned.
func.func @large(%x: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<1xf32>) {
  %n = "tfl.pseudo_const"() <{value = dense<64> : tensor<2xi32>}> : () -> tensor<2xi32>
  %v = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.fill"(%n, %v) : (tensor<2xi32>, tensor<f32>) -> tensor<64x64xf32>
  %y = "tfl.maximum"(%x, %0) : (tensor<64x64xf32>, tensor<64x64xf32>) -> tensor<64x64xf32>
  %w = "tfl.pseudo_const"() <{value = dense<-1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %z = "tfl.abs"(%w) : (tensor<1xf32>) -> tensor<1xf32>
  func.return %y, %z : tensor<64x64xf32>, tensor<1xf32>
}
// CHECK-LABEL: @large
// CHECK:         %0 = "tfl.fill"
// CHECK:         %z = "tfl.abs"(%w)

// What nobody knows the outcome of is drawn when the model runs.
func.func @drawn(%x: tensor<2xf32>) -> tensor<2xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.random_uniform"(%n) : (tensor<1xi32>) -> tensor<2xf32>
  %y = "tfl.maximum"(%x, %0) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @drawn
// CHECK:         %0 = "tfl.random_uniform"(%n)
