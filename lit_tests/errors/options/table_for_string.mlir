// RUN: not %qopt %s 2>&1 | filecheck %s

// A string is no dictionary.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.var_handle: shared_name is {name = "x"}; expected string
// CHECK-NOT: {{.}}

func.func @main() {
  %resource_handle = "tfl.var_handle"() <{shared_name = {name = "x"}}> : () -> tensor<1x!tf_type.resource>
  func.return
}
