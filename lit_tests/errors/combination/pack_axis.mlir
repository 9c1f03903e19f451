// RUN: not %qopt %s 2>&1 | filecheck %s

// The new axis is before, between or after those there are.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pack: axis is 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<3xf32>, %a: tensor<3xf32>) {
  %output = "tfl.pack"(%values, %a) <{axis = 2 : i32, values_count = 2 : i32}> : (tensor<3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  func.return
}
