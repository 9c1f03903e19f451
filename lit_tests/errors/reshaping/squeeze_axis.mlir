// RUN: not %qopt %s 2>&1 | filecheck %s

// An axis to squeeze out is one of the input's.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.squeeze: squeeze_dims holds 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x3xf32>) {
  %output = "tfl.squeeze"(%input) <{squeeze_dims = [2]}> : (tensor<1x3xf32>) -> tensor<3xf32>
  func.return
}
