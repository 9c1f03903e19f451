// RUN: not %qopt %s 2>&1 | filecheck %s

// The slopes stretch to the input, not the other way round.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.prelu: alpha has shape [1, 4, 2]; expected one that stretches to input's [1, 4, 1, 2]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x4x1x2xf32>, %alpha: tensor<1x4x2xf32>) {
  %output = "tfl.prelu"(%input, %alpha) : (tensor<1x4x1x2xf32>, tensor<1x4x2xf32>) -> tensor<1x4x1x2xf32>
  func.return
}
