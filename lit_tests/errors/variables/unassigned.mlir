// RUN: not %qopt --pass=variables-to-states %s 2>&1 | filecheck %s

// A variable that no CALL_ONCE gives a value, and that is read before it is assigned: rule S22.

// CHECK-NOT: Traceback
// CHECK: qopt: error: variables-to-states: @main op 1 tfl.read_variable: variable "v" has no value; expected one assigned before
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<f32>) -> tensor<f32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<f32>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  func.return %0 : tensor<f32>
}
