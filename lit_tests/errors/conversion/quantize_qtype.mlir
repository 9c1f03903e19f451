// RUN: not %qopt %s 2>&1 | filecheck %s

// The type to quantize to is that of the result.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.quantize: qtype is tensor<2x!quant.uniform<i8:f32, 0.25>>; expected tensor<2x!quant.uniform<i8:f32, 0.5>> as output is
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.quantize"(%input) <{qtype = tensor<2x!quant.uniform<i8:f32, 0.25>>}> : (tensor<2xf32>) -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  func.return
}
