// RUN: not %qopt %s 2>&1 | filecheck %s

// A variable is read by its handle.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.read_variable: resource_id holds i32; expected !tf_type.resource
// CHECK-NOT: {{.}}

func.func @main(%resource_id: tensor<1xi32>) {
  %output = "tfl.read_variable"(%resource_id) : (tensor<1xi32>) -> tensor<2xf32>
  func.return
}
