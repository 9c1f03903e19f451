// RUN: not %qopt %s 2>&1 | filecheck %s

// The output is as large as the operands are together.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.sub "centered": output has shape [2, 1]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2x1xf32>, %rhs: tensor<1x3xf32>) {
  %output = "tfl.sub"(%lhs, %rhs) {qir.tensors = [{name = "centered"}]} : (tensor<2x1xf32>, tensor<1x3xf32>) -> tensor<2x1xf32>
  func.return
}
