// RUN: not %qopt --pass=variables-to-states %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: variables-to-states: @main op 2 tfl.assign_variable: variable "v" is tensor<3xf32>; expected tensor<2xf32> as elsewhere
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>, %y: tensor<3xf32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  "tfl.assign_variable"(%handle, %y) : (tensor<!tf_type.resource>, tensor<3xf32>) -> ()
  func.return
}
