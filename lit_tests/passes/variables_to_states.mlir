// RUN: %qopt %s --pass=inline-functions,variables-to-states | filecheck %s

// A variable is a state, by container and name; it is read and assigned by copies.
// CHECK-LABEL: func.func @main
// CHECK-NEXT:    %[[S:.*]] = "tfl.pseudo_const"() <{value = dense<0.000000e+00> : tensor<2xf32>}> {tfl.is_variable, qir.tensors = [{name = "v"}]}
// CHECK-NEXT:    "c.once"() ({
// CHECK-NEXT:      %[[TEN:.*]] = "tfl.pseudo_const"() <{value = dense<1.000000e+01> : tensor<2xf32>}>
// CHECK-NEXT:      "c.call"(%[[TEN]], %[[S]]) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}, states = array<i32: 1>}>
// CHECK-NEXT:      "c.yield"()
// CHECK-NEXT:    })
// CHECK-NEXT:    %[[OLD:.*]] = "c.call"(%[[S]]) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}}> : (tensor<2xf32>) -> tensor<2xf32>
// CHECK-NEXT:    %[[SUM:.*]] = "tfl.add"(%[[OLD]], %x)
// CHECK-NEXT:    "c.call"(%[[SUM]], %[[S]]) <{kernel = "copy_bytes", parameters = {bytes = 8 : i32}, states = array<i32: 1>}>
// CHECK-NEXT:    func.return %[[SUM]]
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  %1 = tfl.add %0, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  "tfl.assign_variable"(%handle, %1) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return %1 : tensor<2xf32>
}
func.func private @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %ten = "tfl.pseudo_const"() <{value = dense<10.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  "tfl.assign_variable"(%handle, %ten) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
