// RUN: not %qopt %s 2>&1 | filecheck %s

// Some operators have no options.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add_n: ADD_N has no option 'axis'
// CHECK-NOT: {{.}}

func.func @main(%inputs: tensor<2xf32>) {
  %sum = "tfl.add_n"(%inputs) <{axis = 0 : i32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
