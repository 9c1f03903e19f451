// RUN: not %qopt %s 2>&1 | filecheck %s

// A variable's name is a string.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.var_handle: shared_name is 7 : i32; expected string
// CHECK-NOT: {{.}}

func.func @main() {
  %resource_handle = "tfl.var_handle"() <{shared_name = 7 : i32}> : () -> tensor<1x!tf_type.resource>
  func.return
}
