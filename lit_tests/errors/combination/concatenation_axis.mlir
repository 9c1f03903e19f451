// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis is one of the values'.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.concatenation "concat": axis is 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<2x3xf32>, %a: tensor<2x3xf32>) {
  %output = "tfl.concatenation"(%values, %a) <{axis = 2 : i32}> {qir.tensors = [{name = "concat"}]} : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  func.return
}
