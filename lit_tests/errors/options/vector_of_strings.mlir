// RUN: not %qopt %s 2>&1 | filecheck %s

// A list of axes holds integers.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.squeeze: squeeze_dims is ["first"]; expected a vector of int32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>) {
  %output = "tfl.squeeze"(%input) <{squeeze_dims = ["first"]}> : (tensor<1x2xf32>) -> tensor<2xf32>
  func.return
}
