// RUN: %qopt --pass=evaluate %s | filecheck %s

// What was assigned last counts; a value that was read before stays as it was.
// CHECK-LABEL: func.func @main
// CHECK: dense<2>
// CHECK: dense<[3, 4]>
func.func @main() -> (tensor<?xi32>, tensor<?xi32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %two = "tfl.pseudo_const"() <{value = dense<2> : tensor<1xi32>}> : () -> tensor<1xi32>
  %more = "tfl.pseudo_const"() <{value = dense<[3, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  "tfl.assign_variable"(%handle, %two) : (tensor<!tf_type.resource>, tensor<1xi32>) -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<?xi32>
  "tfl.assign_variable"(%handle, %more) : (tensor<!tf_type.resource>, tensor<2xi32>) -> ()
  %1 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<?xi32>
  func.return %0, %1 : tensor<?xi32>, tensor<?xi32>
}
