// RUN: not %qopt --pass=variables-to-states %s 2>&1 | filecheck %s

// Which variable it is must be seen where it is used.

// CHECK-NOT: Traceback
// CHECK: qopt: error: variables-to-states: @main op 0 tfl.assign_variable: its variable is chosen as the model runs; expected a VAR_HANDLE
// CHECK-NOT: {{.}}

func.func @main(%handle: tensor<!tf_type.resource>, %x: tensor<2xf32>) {
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
