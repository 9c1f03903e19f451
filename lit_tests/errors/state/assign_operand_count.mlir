// RUN: not %qopt %s 2>&1 | filecheck %s

// A variable is given a value.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.assign_variable: 1 operand; expected 2
// CHECK-NOT: {{.}}

func.func @main(%resource_id: tensor<1x!tf_type.resource>) {
  "tfl.assign_variable"(%resource_id) : (tensor<1x!tf_type.resource>) -> ()
  func.return
}
