// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has a column for each axis of the condition.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.where "Where": index has shape [?, 3]; expected [?, 2]
// CHECK-NOT: {{.}}

func.func @main(%condition: tensor<2x3xi1>) {
  %index = "tfl.where"(%condition) {qir.tensors = [{name = "Where"}]} : (tensor<2x3xi1>) -> tensor<?x3xi64>
  func.return
}
