// RUN: %qopt --pass=evaluate %s | filecheck %s

// The variable is named by container and name: two handles of one, and one of another (rule S22).
// CHECK-LABEL: func.func @main
// CHECK: dense<2.000000e+00>
// CHECK: dense<3.000000e+00>
func.func @main() -> (tensor<f32>, tensor<f32>) {
  %a = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %again = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<1x!tf_type.resource>
  %other = "tfl.var_handle"() <{container = "c", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %two = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  %three = "tfl.pseudo_const"() <{value = dense<3.0> : tensor<f32>}> : () -> tensor<f32>
  "tfl.assign_variable"(%a, %two) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  "tfl.assign_variable"(%other, %three) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  %0 = "tfl.read_variable"(%again) : (tensor<1x!tf_type.resource>) -> tensor<f32>
  %1 = "tfl.read_variable"(%other) : (tensor<!tf_type.resource>) -> tensor<f32>
  func.return %0, %1 : tensor<f32>, tensor<f32>
}
