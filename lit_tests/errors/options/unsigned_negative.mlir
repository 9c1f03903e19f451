// RUN: not %qopt %s 2>&1 | filecheck %s

// An unsigned field takes no negative number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.call: subgraph is -1 : i32; expected the symbol of a function
// CHECK-NOT: {{.}}

func.func @main(%inputs: tensor<2xf32>) {
  %outputs = "tfl.call"(%inputs) <{subgraph = -1 : i32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
