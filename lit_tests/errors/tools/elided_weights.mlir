// RUN: not %qopt %s --pass='quantize-weights{min-elements=0}' 2>&1 | filecheck %s

// Weights whose values the text does not hold, and a pass that needs them.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}weights 'kernel' are needed but were elided from the text; print it with --print-weights=inline or side
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x8xf32>) -> tensor<1x4xf32> {
  %w = "tfl.pseudo_const"() <{value = dense_resource<kernel> : tensor<4x8xf32>}> : () -> tensor<4x8xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x8xf32>, tensor<4x8xf32>, none) -> tensor<1x4xf32>
  func.return %y : tensor<1x4xf32>
}
