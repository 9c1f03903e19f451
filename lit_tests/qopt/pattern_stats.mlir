// RUN: %qopt %s --pass=canonicalize --print-pattern-stats 2>&1 | filecheck %s

// Which pattern was applied how often, and which was not since the file would have grown.
func.func @main(%x: tensor<1x8xf32>) -> (tensor<1x8xf32>, tensor<1x8xf32>) {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<8x8xf32>}> : () -> tensor<8x8xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %s = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %0 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x8xf32>, tensor<8x8xf32>, none) -> tensor<1x8xf32>
  %y = "tfl.relu"(%0) : (tensor<1x8xf32>) -> tensor<1x8xf32>
  %1 = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE"}> : (tensor<1x8xf32>, tensor<8x8xf32>, none) -> tensor<1x8xf32>
  %z = "tfl.mul"(%1, %s) <{fused_activation_function = "NONE"}> : (tensor<1x8xf32>, tensor<f32>) -> tensor<1x8xf32>
  func.return %y, %z : tensor<1x8xf32>, tensor<1x8xf32>
}
// CHECK:      pattern {{ *}}applied {{ *}}refused {{ *}}algebra
// CHECK:      fused-clamp {{ *}}1 {{ *}}0 {{ *}}relu(f(x)) = f{RELU}(x)
// CHECK-NEXT: scaled-product {{ *}}0 {{ *}}1 {{ *}}L(x, w, b) * s = L(x, w * s, b * s)
// CHECK:      1 applied, 1 refused: the file would grow
