// RUN: not %qopt %s 2>&1 | filecheck %s

// A handle is a resource.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.var_handle: resource_handle holds i32; expected !tf_type.resource
// CHECK-NOT: {{.}}

func.func @main() {
  %resource_handle = "tfl.var_handle"() <{container = "", shared_name = "state"}> : () -> tensor<1xi32>
  func.return
}
