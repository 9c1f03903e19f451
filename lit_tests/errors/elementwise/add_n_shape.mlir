// RUN: not %qopt %s 2>&1 | filecheck %s

// ADD_N does not broadcast.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add_n: input 2 has shape [1]; expected [2] as input 0 has
// CHECK-NOT: {{.}}

func.func @main(%inputs: tensor<2xf32>, %a: tensor<2xf32>, %b: tensor<1xf32>) {
  %sum = "tfl.add_n"(%inputs, %a, %b) : (tensor<2xf32>, tensor<2xf32>, tensor<1xf32>) -> tensor<2xf32>
  func.return
}
