// RUN: not %qopt %s 2>&1 | filecheck %s

// A composite is made of other ops, in a function.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.stablehlo_composite: decomposition is missing; expected the symbol of a function
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.stablehlo_composite"(%input) <{name = "odml.rms_norm"}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
