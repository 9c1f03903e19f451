// RUN: not %qopt %s 2>&1 | filecheck %s

// A call is of a function of the module.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.call: subgraph is @nowhere; expected the symbol of a function of this module
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.call"(%input) <{subgraph = @nowhere}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
