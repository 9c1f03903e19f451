// RUN: not %qopt %s 2>&1 | filecheck %s

// All sizes but those along the axis are equal.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.concatenation "features/concat": value 1 has shape [2, 4]; expected [2, 3] as value 0 has, but for axis 0
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<2x3xf32>, %a: tensor<2x4xf32>) {
  %output = "tfl.concatenation"(%values, %a) <{axis = 0 : i32}> {qir.tensors = [{name = "features/concat"}]} : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<4x3xf32>
  func.return
}
