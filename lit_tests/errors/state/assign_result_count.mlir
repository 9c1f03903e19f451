// RUN: not %qopt %s 2>&1 | filecheck %s

// An assignment gives nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.assign_variable: 1 result; expected 0
// CHECK-NOT: {{.}}

func.func @main(%resource_id: tensor<1x!tf_type.resource>, %value: tensor<2xf32>) {
  %a = "tfl.assign_variable"(%resource_id, %value) : (tensor<1x!tf_type.resource>, tensor<2xf32>) -> tensor<2xf32>
  func.return
}
