// RUN: not %qopt %s 2>&1 | filecheck %s

// Packing makes a new axis.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pack: output has shape [6]; expected [2, 3]
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<3xf32>, %a: tensor<3xf32>) {
  %output = "tfl.pack"(%values, %a) <{values_count = 2 : i32}> : (tensor<3xf32>, tensor<3xf32>) -> tensor<6xf32>
  func.return
}
