// RUN: not %qopt --pass=variables-to-states %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: variables-to-states: @main op 1 tfl.assign_variable: an operand has type tensor<?xf32>; C needs sizes that are known
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<?xf32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<?xf32>) -> ()
  func.return
}
