// RUN: not %qopt --pass=fix-shapes %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: @main op 2 tfl.assign_variable: variable 'v' is assigned [1, 3]; expected [1, 2] as before
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<?x2xf32>, %y: tensor<?x3xf32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<?x2xf32>) -> ()
  "tfl.assign_variable"(%handle, %y) : (tensor<!tf_type.resource>, tensor<?x3xf32>) -> ()
  func.return
}
