// RUN: not %qopt %s 2>&1 | filecheck %s

// The output's size along the axis is the sum of the values'.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.concatenation: output has shape [7, 3]; expected [6, 3]
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<2x3xf32>, %a: tensor<4x3xf32>) {
  %output = "tfl.concatenation"(%values, %a) <{axis = 0 : i32}> : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<7x3xf32>
  func.return
}
