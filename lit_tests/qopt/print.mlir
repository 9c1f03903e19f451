// RUN: %qopt %s | filecheck %s
// RUN: %qopt %s | %qopt | filecheck %s

// Without passes, text comes out as it went in, in generic form with options as properties.
func.func @op(%x: tensor<1x8xf32>) -> tensor<1x8xf32> {
  %y = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<1x8xf32>) -> tensor<1x8xf32>
  func.return %y : tensor<1x8xf32>
}
// CHECK:       builtin.module {
// CHECK-NEXT:    func.func @op(%x: tensor<1x8xf32>) -> tensor<1x8xf32> {
// CHECK-NEXT:      %y = "tfl.softmax"(%x) <{beta = 1.000000e+00 : f32}> : (tensor<1x8xf32>) -> tensor<1x8xf32>
// CHECK-NEXT:      func.return %y : tensor<1x8xf32>
// CHECK-NEXT:    }

// Constants of up to 16 elements print as literals, larger ones by name.
func.func @constants() {
  %0 = "tfl.pseudo_const"() <{value = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %1 = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<17xf32>}> : () -> tensor<17xf32>
  func.return
}
// CHECK-LABEL: @constants
// CHECK-NEXT:      value = dense<[1, 2]> : tensor<2xi32>
// CHECK-NEXT:      value = dense_resource<kernel> : tensor<17xf32>

// Infinities and NaN print as their bits.
func.func @infinity() {
  %0 = "tfl.pseudo_const"() <{value = dense<"0x0000807F"> : tensor<1xf32>}> : () -> tensor<1xf32>
  func.return
}
// CHECK-LABEL: @infinity
// CHECK-NEXT:      value = dense<0x7F800000> : tensor<1xf32>

// What the tfl dialect has no word for is carried along.
func.func @carried(%x: tensor<1x8xf32> {qir.tensor = {name = "input"}}) -> tensor<1x8xf32> {
  %y = "tfl.abs"(%x) {qir.version = 2 : i32, qir.tensors = [{name = "output"}]} : (tensor<1x8xf32>) -> tensor<1x8xf32>
  func.return %y : tensor<1x8xf32>
}
// CHECK-LABEL: @carried(%x: tensor<1x8xf32> {qir.tensor = {name = "input"}})
// CHECK-NEXT:      "tfl.abs"(%x) {qir.version = 2 : i32, qir.tensors = [{name = "output"}]}
