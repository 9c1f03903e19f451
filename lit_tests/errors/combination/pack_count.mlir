// RUN: not %qopt %s 2>&1 | filecheck %s

// The option counts the values.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pack "stack": values_count is 3; expected 2, as there are operands
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<3xf32>, %a: tensor<3xf32>) {
  %output = "tfl.pack"(%values, %a) <{values_count = 3 : i32}> {qir.tensors = [{name = "stack"}]} : (tensor<3xf32>, tensor<3xf32>) -> tensor<3x3xf32>
  func.return
}
