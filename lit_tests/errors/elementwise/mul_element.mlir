// RUN: not %qopt %s 2>&1 | filecheck %s

// Both operands hold the same.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.mul "scale/mul": rhs holds i32; expected f32 as lhs does
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2xf32>, %rhs: tensor<2xi32>) {
  %output = "tfl.mul"(%lhs, %rhs) {qir.tensors = [{name = "scale/mul"}]} : (tensor<2xf32>, tensor<2xi32>) -> tensor<2xf32>
  func.return
}
