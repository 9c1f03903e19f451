// RUN: not %qopt %s 2>&1 | filecheck %s

// Only a QUANTIZE turns floats into integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.softmax: the result holds i8; expected floats, for input holds f32
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) {
  %y = "tfl.softmax"(%x) : (tensor<2xf32>) -> tensor<2x!quant.uniform<i8:f32, 0.00390625:-128>>
  func.return
}
