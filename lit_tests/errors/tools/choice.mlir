// RUN: not %qopt %s --pass=quantize-weights 2>&1 | filecheck %s

// A choice that is no scheme and a reason.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected: qir.choice is "int8"; expected {scheme = "...", reason = "..."}
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<1x4xf32>, %none: tensor<2xf32>) -> tensor<1x2xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<5.0> : tensor<2x4xf32>}> : () -> tensor<2x4xf32>
  %y = "tfl.fully_connected"(%x, %w, %none) {qir.choice = "int8"} : (tensor<1x4xf32>, tensor<2x4xf32>, tensor<2xf32>) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}
