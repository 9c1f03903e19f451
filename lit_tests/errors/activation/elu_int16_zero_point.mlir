// RUN: not %qopt %s 2>&1 | filecheck %s

// Integers of 16 bits are symmetric.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.elu: input holds i16 with zero point 3; expected 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<4x!quant.uniform<i16:f32, 0.5:3>>) {
  %output = "tfl.elu"(%input) : (tensor<4x!quant.uniform<i16:f32, 0.5:3>>) -> tensor<4x!quant.uniform<i16:f32, 0.5:3>>
  func.return
}
