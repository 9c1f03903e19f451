// RUN: not %qopt %s 2>&1 | filecheck %s

// All values hold the same.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.concatenation: value 1 holds i32; expected f32 as value 0 does
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<2x3xf32>, %a: tensor<2x3xi32>) {
  %output = "tfl.concatenation"(%values, %a) <{axis = 0 : i32}> : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<4x3xf32>
  func.return
}
