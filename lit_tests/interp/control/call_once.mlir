// RUN: %qopt --pass=evaluate %s | filecheck %s

// The function runs for the first op that names it, and for no other: what was assigned in between
// stays (rule S21).
// CHECK-LABEL: func.func @main
// CHECK: dense<[1.000000e+00, 2.000000e+00]>
// CHECK: dense<[3.000000e+00, 4.000000e+00]>
func.func @main() -> (tensor<2xf32>, tensor<2xf32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  %x = "tfl.pseudo_const"() <{value = dense<[3.0, 4.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %1 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  func.return %0, %1 : tensor<2xf32>, tensor<2xf32>
}

func.func @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
