// RUN: %qopt %s --pass=canonicalize | filecheck %s

// fused-clamp: relu(f(x)) = f{RELU}(x), under the name of what it clamped to.
func.func @fused(%x: tensor<2x4xf32>, %z: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = "tfl.add"(%x, %z) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.relu6"(%0) {qir.tensors = [{name = "scores"}]} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @fused
// CHECK-NEXT:    %y = "tfl.add"(%x, %z) <{fused_activation_function = "RELU6"}>
// CHECK-NEXT:    func.return %y

// Two clamps are one where it has a name: RELU6 of RELU is RELU6.
func.func @fused_twice(%x: tensor<2x4xf32>, %z: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = "tfl.sub"(%x, %z) <{fused_activation_function = "RELU"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.relu6"(%0) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @fused_twice
// CHECK-NEXT:    %y = "tfl.sub"(%x, %z) <{fused_activation_function = "RELU6"}>
// CHECK-NEXT:    func.return %y

// Left alone: what something else reads before it is clamped.
func.func @shared(%x: tensor<2x4xf32>, %z: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %0 = "tfl.add"(%x, %z) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.relu"(%0) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y, %0 : tensor<2x4xf32>, tensor<2x4xf32>
}
// CHECK-LABEL: @shared
// CHECK-NEXT:    %0 = "tfl.add"(%x, %z)
// CHECK-NEXT:    %y = "tfl.relu"(%0)
// CHECK-NEXT:    func.return %y, %0

// Left alone: TANH and RELU_0_TO_1, which these kernels do not have.
func.func @no_kernel(%x: tensor<2x4xf32>, %z: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %0 = "tfl.add"(%x, %z) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.tanh"(%0) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = "tfl.mul"(%x, %z) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %z1 = "tfl.relu_0_to_1"(%1) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y, %z1 : tensor<2x4xf32>, tensor<2x4xf32>
}
// CHECK-LABEL: @no_kernel
// CHECK-NEXT:    %0 = "tfl.add"(%x, %z)
// CHECK-NEXT:    %y = "tfl.tanh"(%0)
// CHECK-NEXT:    %1 = "tfl.mul"(%x, %z)
// CHECK-NEXT:    %z1 = "tfl.relu_0_to_1"(%1)
// CHECK-NEXT:    func.return %y, %z1

// Left alone: integers, which a kernel would round once where two ops do it twice.
func.func @integers(%x: tensor<4x!quant.uniform<i8:f32, 0.5>>, %z: tensor<4x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x!quant.uniform<i8:f32, 0.25:-128>> {
  %0 = "tfl.add"(%x, %z) <{fused_activation_function = "NONE"}> : (tensor<4x!quant.uniform<i8:f32, 0.5>>, tensor<4x!quant.uniform<i8:f32, 0.5>>) -> tensor<4x!quant.uniform<i8:f32, 1.0>>
  %y = "tfl.relu"(%0) : (tensor<4x!quant.uniform<i8:f32, 1.0>>) -> tensor<4x!quant.uniform<i8:f32, 0.25:-128>>
  func.return %y : tensor<4x!quant.uniform<i8:f32, 0.25:-128>>
}
// CHECK-LABEL: @integers
// CHECK-NEXT:    %0 = "tfl.add"(%x, %z)
// CHECK-NEXT:    %y = "tfl.relu"(%0)
// CHECK-NEXT:    func.return %y : tensor<4x!quant.uniform<i8:f32, 0.25:-128>>

// useless-clamp: clamp(x, l, h) = x where l <= x <= h is known.
func.func @useless(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = "tfl.logistic"(%x) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = "tfl.relu"(%0) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.abs"(%1) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @useless
// CHECK-NEXT:    %0 = "tfl.logistic"(%x)
// CHECK-NEXT:    %y = "tfl.abs"(%0)
// CHECK-NEXT:    func.return %y

// merged-clamps: clamp(clamp(x)) = clamp(x) where it has a name.
func.func @merged(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %low = "tfl.pseudo_const"() <{value = dense<-1.0> : tensor<f32>}> : () -> tensor<f32>
  %high = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.minimum"(%x, %high) : (tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>
  %y = "tfl.maximum"(%low, %0) : (tensor<f32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @merged
// CHECK-NEXT:    %y = "tfl.relu_n1_to_1"(%x)
// CHECK-NEXT:    func.return %y

// Left alone: bounds that no op is named after.
func.func @unnamed(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %low = "tfl.pseudo_const"() <{value = dense<-2.0> : tensor<f32>}> : () -> tensor<f32>
  %high = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.minimum"(%x, %high) : (tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>
  %y = "tfl.maximum"(%0, %low) : (tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @unnamed
// CHECK-NEXT:    %low = "tfl.pseudo_const"() <{value = dense<-2.000000e+00> : tensor<f32>}>
// CHECK-NEXT:    %high = "tfl.pseudo_const"() <{value = dense<2.000000e+00> : tensor<f32>}>
// CHECK-NEXT:    %0 = "tfl.minimum"(%x, %high)
// CHECK-NEXT:    %y = "tfl.maximum"(%0, %low)
// CHECK-NEXT:    func.return %y

// named-clamp: maximum(x, 0) = relu(x).
func.func @named(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %zero = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<4xf32>}> : () -> tensor<4xf32>
  %y = "tfl.maximum"(%x, %zero) : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @named
// CHECK-NEXT:    %y = "tfl.relu"(%x)
// CHECK-NEXT:    func.return %y

// leaky-relu: maximum(x, x * a) = leaky_relu(x, a) for 0 < a < 1.
func.func @leaky(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %a = "tfl.pseudo_const"() <{value = dense<0.25> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.mul"(%x, %a) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>
  %y = "tfl.maximum"(%x, %0) : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
// CHECK-LABEL: @leaky
// CHECK-NEXT:    %y = "tfl.leaky_relu"(%x) <{alpha = 2.500000e-01 : f32}>
// CHECK-NEXT:    func.return %y
