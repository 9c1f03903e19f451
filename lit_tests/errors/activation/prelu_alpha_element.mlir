// RUN: not %qopt %s 2>&1 | filecheck %s

// The slopes hold what the input does.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.prelu: alpha holds f32; expected i8 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, %alpha: tensor<1x1x2xf32>) {
  %output = "tfl.prelu"(%input, %alpha) : (tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x1x2xf32>) -> tensor<1x4x4x2x!quant.uniform<i8:f32, 0.5>>
  func.return
}
