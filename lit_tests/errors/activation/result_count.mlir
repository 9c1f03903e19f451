// RUN: not %qopt %s 2>&1 | filecheck %s

// An activation gives one tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.relu6: 2 results; expected 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output, %a = "tfl.relu6"(%input) : (tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>)
  func.return
}
