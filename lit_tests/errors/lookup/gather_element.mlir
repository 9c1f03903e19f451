// RUN: not %qopt %s 2>&1 | filecheck %s

// What is gathered is not converted.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather: output holds f16; expected f32 as params does
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<2xi32>) {
  %output = "tfl.gather"(%params, %indices) : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x3xf16>
  func.return
}
