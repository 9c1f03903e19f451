// RUN: %qopt %s --pass=canonicalize | filecheck %s

// fold-constants: f(c, ...) = the constant that it computes, under the name of the tensor.
func.func @folded(%x: tensor<2xf32>) -> tensor<2xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %b = "tfl.pseudo_const"() <{value = dense<[3.0, -7.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %0 = "tfl.mul"(%a, %b) <{fused_activation_function = "NONE"}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  %1 = "tfl.abs"(%0) {qir.tensors = [{name = "size"}]} : (tensor<2xf32>) -> tensor<2xf32>
  %y = "tfl.maximum"(%x, %1) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @folded
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[3.000000e+00, 1.400000e+01]> : tensor<2xf32>}>
// CHECK-NEXT:    %y = "tfl.maximum"(%x, %0)
// CHECK-NEXT:    func.return %y

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
// CHECK-NEXT:    %n = "tfl.pseudo_const"() <{value = dense<64> : tensor<2xi32>}>
// CHECK-NEXT:    %v = "tfl.pseudo_const"() <{value = dense<1.000000e+00> : tensor<f32>}>
// CHECK-NEXT:    %0 = "tfl.fill"(%n, %v)
// CHECK-NEXT:    %y = "tfl.maximum"(%x, %0)
// CHECK-NEXT:    %w = "tfl.pseudo_const"() <{value = dense<-1.000000e+00> : tensor<1xf32>}>
// CHECK-NEXT:    %z = "tfl.abs"(%w)
// CHECK-NEXT:    func.return %y, %z

// What nobody knows the outcome of is drawn when the model runs.
func.func @drawn(%x: tensor<2xf32>) -> tensor<2xf32> {
  %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<1xi32>}> : () -> tensor<1xi32>
  %0 = "tfl.random_uniform"(%n) : (tensor<1xi32>) -> tensor<2xf32>
  %y = "tfl.maximum"(%x, %0) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
// CHECK-LABEL: @drawn
// CHECK-NEXT:    %n = "tfl.pseudo_const"() <{value = dense<2> : tensor<1xi32>}>
// CHECK-NEXT:    %0 = "tfl.random_uniform"(%n)
// CHECK-NEXT:    %y = "tfl.maximum"(%x, %0)
// CHECK-NEXT:    func.return %y

// static-shape: shape(x : T) = the sizes of T, where all are known.
func.func @shape(%x: tensor<2x3xf32>, %z: tensor<?x3xf32>) -> (tensor<2xi32>, tensor<2xi32>) {
  %0 = "tfl.shape"(%x) : (tensor<2x3xf32>) -> tensor<2xi32>
  %1 = "tfl.shape"(%z) : (tensor<?x3xf32>) -> tensor<2xi32>
  %y = "tfl.maximum"(%0, %1) : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  func.return %y, %1 : tensor<2xi32>, tensor<2xi32>
}
// CHECK-LABEL: @shape
// CHECK-NEXT:    %0 = "tfl.pseudo_const"() <{value = dense<[2, 3]> : tensor<2xi32>}>
// CHECK-NEXT:    %1 = "tfl.shape"(%z)
// CHECK-NEXT:    %y = "tfl.maximum"(%0, %1)
// CHECK-NEXT:    func.return %y, %1
