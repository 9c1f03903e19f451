// RUN: %qopt %s --pass=canonicalize | filecheck %s

// duplicate-op: f(x), f(x) = one f(x), of ops alike in all but their names.
func.func @ops(%x: tensor<4xf32>, %z: tensor<4xf32>) -> tensor<4xf32> {
  %0 = "tfl.exp"(%x) {qir.tensors = [{name = "a"}]} : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.exp"(%x) {qir.tensors = [{name = "b"}]} : (tensor<4xf32>) -> tensor<4xf32>
  %2 = "tfl.exp"(%z) : (tensor<4xf32>) -> tensor<4xf32>
  %3 = "tfl.pow"(%0, %1) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  %y = "tfl.pow"(%3, %2) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
// CHECK-LABEL: @ops
// CHECK-NEXT:    %0 = "tfl.exp"(%x)
// CHECK-NEXT:    %1 = "tfl.exp"(%z)
// CHECK-NEXT:    %2 = "tfl.pow"(%0, %0)
// CHECK-NEXT:    %y = "tfl.pow"(%2, %1)
// CHECK-NEXT:    func.return %y

// duplicate-constant: c, c = one c, of constants alike in type and values.
func.func @constants(%x: tensor<2xf32>) -> tensor<2xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %c = "tfl.pseudo_const"() <{value = dense<[2.0, 1.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.pow"(%x, %a) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  %1 = "tfl.pow"(%0, %b) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  %y = "tfl.pow"(%1, %c) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @constants
// CHECK-NEXT:    %a = "tfl.pseudo_const"() <{value = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %c = "tfl.pseudo_const"() <{value = dense<[2.000000e+00, 1.000000e+00]> : tensor<2xf32>}>
// CHECK-NEXT:    %0 = "tfl.pow"(%x, %a)
// CHECK-NEXT:    %1 = "tfl.pow"(%0, %a)
// CHECK-NEXT:    %y = "tfl.pow"(%1, %c)
// CHECK-NEXT:    func.return %y

// Left alone: two that are returned, each under its name, and what is drawn.
func.func @kept(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %n = "tfl.pseudo_const"() <{value = dense<4> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.exp"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = "tfl.exp"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %2 = "tfl.random_uniform"(%n) : (tensor<1xi32>) -> tensor<4xf32>
  %3 = "tfl.random_uniform"(%n) : (tensor<1xi32>) -> tensor<4xf32>
  func.return %0, %1, %2, %3 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
// CHECK-LABEL: @kept
// CHECK-NEXT:    %n = "tfl.pseudo_const"() <{value = dense<4> : tensor<1xi32>}>
// CHECK-NEXT:    %0 = "tfl.exp"(%x)
// CHECK-NEXT:    %1 = "tfl.exp"(%x)
// CHECK-NEXT:    %2 = "tfl.random_uniform"(%n)
// CHECK-NEXT:    %3 = "tfl.random_uniform"(%n)
// CHECK-NEXT:    func.return %0, %1, %2, %3
