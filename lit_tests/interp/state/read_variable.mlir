// RUN: not %qopt --pass=evaluate %s 2>&1 | filecheck %s

// A variable has no value before one is assigned (rule S22).
// CHECK: @main op 1 tfl.read_variable: variable "v" has no value; expected one assigned before
func.func @main() -> tensor<f32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<f32>
  func.return %0 : tensor<f32>
}
