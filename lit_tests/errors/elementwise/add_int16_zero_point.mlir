// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of 16 bits are symmetric.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add: lhs holds i16 with zero point 1; expected 0
// CHECK-NOT: {{.}}

func.func @main(%lhs: tensor<2x!quant.uniform<i16:f32, 0.5:1>>, %rhs: tensor<2x!quant.uniform<i16:f32, 0.5>>) {
  %output = "tfl.add"(%lhs, %rhs) : (tensor<2x!quant.uniform<i16:f32, 0.5:1>>, tensor<2x!quant.uniform<i16:f32, 0.5>>) -> tensor<2x!quant.uniform<i16:f32, 0.5>>
  func.return
}
