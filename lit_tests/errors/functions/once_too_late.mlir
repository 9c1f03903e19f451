// RUN: not %qopt --pass=inline-functions %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: inline-functions: @main op 2 tfl.call_once: runs after variables are used; expected it before
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<f32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  func.return
}
func.func private @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %two = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  "tfl.assign_variable"(%handle, %two) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  func.return
}
