// RUN: not %qopt %s 2>&1 | filecheck %s

// A function of each element leaves the type as it is.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.rsqrt: output holds f16; expected f32 as input does
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.rsqrt"(%input) : (tensor<2xf32>) -> tensor<2xf16>
  func.return
}
