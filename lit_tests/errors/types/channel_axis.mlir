// RUN: not %qopt %s 2>&1 | filecheck %s

// Scales per channel run along an axis of the tensor.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.abs: input has scales along axis 7; expected an axis of shape [2, 2]
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2x2x!quant.uniform<i8:f32:7, {0.5, 0.25}>>) {
  %y = "tfl.abs"(%x) : (tensor<2x2x!quant.uniform<i8:f32:7, {0.5, 0.25}>>) -> tensor<2x2x!quant.uniform<i8:f32:7, {0.5, 0.25}>>
  func.return
}
