// RUN: not %qopt %s 2>&1 | filecheck %s

// A symbol that is no function cannot be called.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.call: subgraph is @inner; expected the symbol of a function of this module
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.call"(%input) <{subgraph = @inner}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}

builtin.module @inner {
}
