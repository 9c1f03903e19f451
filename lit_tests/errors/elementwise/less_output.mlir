// RUN: not %qopt %s 2>&1 | filecheck %s

// A comparison gives booleans.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.less "is_small": output holds f32; expected i1
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2xf32>, %rhs: tensor<2xf32>) {
  %output = "tfl.less"(%lhs, %rhs) {qir.tensors = [{name = "is_small"}]} : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}
