// RUN: %qopt %s --pass=fuse-layer-norm | filecheck %s

// As PyTorch exports it: (x - m) / sqrt(v + epsilon) * gamma + beta.
// CHECK-LABEL: func.func @pytorch
// CHECK:         %y = "c.call"(%x, %gamma, %beta) <{kernel = "layer_norm_f32"
// CHECK-SAME:      rows = 2 : i32, depth = 4 : i32, epsilon = 1.000000e-03 : f32
// CHECK-SAME:      in_place = array<i32: 0>
// CHECK-NEXT:    func.return %y
func.func @pytorch(%x: tensor<1x2x4xf32>, %gamma: tensor<4xf32>, %beta: tensor<4xf32>) -> tensor<1x2x4xf32> {
  %axis = "tfl.pseudo_const"() <{value = dense<-1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %epsilon = "tfl.pseudo_const"() <{value = dense<1.0e-3> : tensor<f32>}> : () -> tensor<f32>
  %two = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %m = "tfl.mean"(%x, %axis) <{keep_dims = true}> : (tensor<1x2x4xf32>, tensor<1xi32>) -> tensor<1x2x1xf32>
  %d = "tfl.sub"(%x, %m) <{fused_activation_function = "NONE"}> : (tensor<1x2x4xf32>, tensor<1x2x1xf32>) -> tensor<1x2x4xf32>
  %s = "tfl.pow"(%d, %two) : (tensor<1x2x4xf32>, tensor<f32>) -> tensor<1x2x4xf32>
  %v = "tfl.mean"(%s, %axis) <{keep_dims = true}> : (tensor<1x2x4xf32>, tensor<1xi32>) -> tensor<1x2x1xf32>
  %a = "tfl.add"(%v, %epsilon) <{fused_activation_function = "NONE"}> : (tensor<1x2x1xf32>, tensor<f32>) -> tensor<1x2x1xf32>
  %r = "tfl.sqrt"(%a) : (tensor<1x2x1xf32>) -> tensor<1x2x1xf32>
  %n = "tfl.div"(%d, %r) <{fused_activation_function = "NONE"}> : (tensor<1x2x4xf32>, tensor<1x2x1xf32>) -> tensor<1x2x4xf32>
  %g = "tfl.mul"(%n, %gamma) <{fused_activation_function = "NONE"}> : (tensor<1x2x4xf32>, tensor<4xf32>) -> tensor<1x2x4xf32>
  %y = "tfl.add"(%g, %beta) <{fused_activation_function = "NONE"}> : (tensor<1x2x4xf32>, tensor<4xf32>) -> tensor<1x2x4xf32>
  func.return %y : tensor<1x2x4xf32>
}

// As Keras does: x * (inverse * gamma) + (beta - m * (inverse * gamma)).
// CHECK-LABEL: func.func @keras
// CHECK:         %y = "c.call"(%x, %gamma, %beta) <{kernel = "layer_norm_f32"
// CHECK-NEXT:    func.return %y
func.func @keras(%x: tensor<2x4xf32>, %gamma: tensor<1x4xf32>, %beta: tensor<1x4xf32>) -> tensor<2x4xf32> {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %epsilon = "tfl.pseudo_const"() <{value = dense<1.0e-3> : tensor<f32>}> : () -> tensor<f32>
  %m = "tfl.mean"(%x, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %s = "tfl.squared_difference"(%x, %m) : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  %v = "tfl.mean"(%s, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %a = "tfl.add"(%v, %epsilon) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %r = "tfl.rsqrt"(%a) : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %g = "tfl.mul"(%r, %gamma) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<1x4xf32>) -> tensor<2x4xf32>
  %p = "tfl.mul"(%x, %g) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %q = "tfl.mul"(%m, %g) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %b = "tfl.sub"(%beta, %q) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = "tfl.add"(%p, %b) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}

// Without gamma and beta; what is added next is not the same for all rows.
// CHECK-LABEL: func.func @plain
// CHECK:         %[[NONE:.*]] = "tfl.no_value"
// CHECK-NEXT:    %n = "c.call"(%x, %[[NONE]], %[[NONE]]) <{kernel = "layer_norm_f32"
// CHECK-NEXT:    %y = "tfl.add"(%n, %z)
func.func @plain(%x: tensor<2x4xf32>, %z: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %epsilon = "tfl.pseudo_const"() <{value = dense<1.0e-3> : tensor<f32>}> : () -> tensor<f32>
  %m = "tfl.mean"(%x, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %d = "tfl.sub"(%x, %m) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  %s = "tfl.mul"(%d, %d) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  %v = "tfl.mean"(%s, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %a = "tfl.add"(%v, %epsilon) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %r = "tfl.rsqrt"(%a) : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %n = "tfl.mul"(%d, %r) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  %y = "tfl.add"(%n, %z) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}

// Means along other axes than the last stay,
// CHECK-LABEL: func.func @columns
// CHECK-NOT:     layer_norm_f32
func.func @columns(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %axis = "tfl.pseudo_const"() <{value = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %epsilon = "tfl.pseudo_const"() <{value = dense<1.0e-3> : tensor<f32>}> : () -> tensor<f32>
  %m = "tfl.mean"(%x, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<1x4xf32>
  %d = "tfl.sub"(%x, %m) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<1x4xf32>) -> tensor<2x4xf32>
  %s = "tfl.square"(%d) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %v = "tfl.mean"(%s, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<1x4xf32>
  %a = "tfl.add"(%v, %epsilon) <{fused_activation_function = "NONE"}> : (tensor<1x4xf32>, tensor<f32>) -> tensor<1x4xf32>
  %r = "tfl.rsqrt"(%a) : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %y = "tfl.mul"(%d, %r) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<1x4xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}

// so does a part that something else reads,
// CHECK-LABEL: func.func @read
// CHECK-NOT:     layer_norm_f32
func.func @read(%x: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<2x1xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %epsilon = "tfl.pseudo_const"() <{value = dense<1.0e-3> : tensor<f32>}> : () -> tensor<f32>
  %m = "tfl.mean"(%x, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %d = "tfl.sub"(%x, %m) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  %s = "tfl.square"(%d) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %v = "tfl.mean"(%s, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %a = "tfl.add"(%v, %epsilon) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %r = "tfl.rsqrt"(%a) : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %y = "tfl.mul"(%d, %r) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  func.return %y, %r : tensor<2x4xf32>, tensor<2x1xf32>
}

// and a variance that is found otherwise: the mean of x^2 less m^2 cancels where m is large.
// CHECK-LABEL: func.func @moments
// CHECK-NOT:     layer_norm_f32
func.func @moments(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %epsilon = "tfl.pseudo_const"() <{value = dense<1.0e-3> : tensor<f32>}> : () -> tensor<f32>
  %m = "tfl.mean"(%x, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %s = "tfl.square"(%x) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %w = "tfl.mean"(%s, %axis) <{keep_dims = true}> : (tensor<2x4xf32>, tensor<1xi32>) -> tensor<2x1xf32>
  %k = "tfl.square"(%m) : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %v = "tfl.sub"(%w, %k) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<2x1xf32>) -> tensor<2x1xf32>
  %a = "tfl.add"(%v, %epsilon) <{fused_activation_function = "NONE"}> : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %r = "tfl.rsqrt"(%a) : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %d = "tfl.sub"(%x, %m) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  %y = "tfl.mul"(%d, %r) <{fused_activation_function = "NONE"}> : (tensor<2x4xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  func.return %y : tensor<2x4xf32>
}
