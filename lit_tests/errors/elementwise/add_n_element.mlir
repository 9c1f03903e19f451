// RUN: not %qopt %s 2>&1 | filecheck %s

// All operands hold the same.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add_n: input 1 holds i32; expected f32 as input 0 does
// CHECK-NOT: {{.}}

func.func @main(%inputs: tensor<2xf32>, %a: tensor<2xi32>) {
  %sum = "tfl.add_n"(%inputs, %a) : (tensor<2xf32>, tensor<2xi32>) -> tensor<2xf32>
  func.return
}
