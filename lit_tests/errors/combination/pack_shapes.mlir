// RUN: not %qopt %s 2>&1 | filecheck %s

// All values have one shape.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pack "stack": value 1 has shape [4]; expected [3] as value 0 has
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<3xf32>, %a: tensor<4xf32>) {
  %output = "tfl.pack"(%values, %a) <{values_count = 2 : i32}> {qir.tensors = [{name = "stack"}]} : (tensor<3xf32>, tensor<4xf32>) -> tensor<2x3xf32>
  func.return
}
