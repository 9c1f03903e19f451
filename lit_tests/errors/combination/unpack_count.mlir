// RUN: not %qopt %s 2>&1 | filecheck %s

// There are as many results as the option says.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.unpack "unstack": num is 3; expected 2 as results
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %outputs, %a = "tfl.unpack"(%input) <{num = 3 : i32}> {qir.tensors = [{name = "unstack"}]} : (tensor<2x3xf32>) -> (tensor<3xf32>, tensor<3xf32>)
  func.return
}
