// RUN: not %qopt --pass=inline-functions %s 2>&1 | filecheck %s

// What runs once runs when the model is reset, whether a branch comes to it or not.

// CHECK-NOT: Traceback
// CHECK: qopt: error: inline-functions: @main tfl.call_once: runs within a loop or branch; expected it in the function itself
// CHECK-NOT: {{.}}

func.func @main(%c: tensor<i1>) {
  "tf.If"(%c) <{then_branch = @once, else_branch = @nothing, is_stateless = false}> : (tensor<i1>) -> ()
  func.return
}
func.func private @once() {
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  func.return
}
func.func private @nothing() {
  func.return
}
func.func private @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %two = "tfl.pseudo_const"() <{value = dense<2.0> : tensor<f32>}> : () -> tensor<f32>
  "tfl.assign_variable"(%handle, %two) : (tensor<!tf_type.resource>, tensor<f32>) -> ()
  func.return
}
