// RUN: not %qopt %s 2>&1 | filecheck %s

// A list of one number is a list.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.squeeze: squeeze_dims is 0 : i32; expected a vector of int32
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x2xf32>) {
  %output = "tfl.squeeze"(%input) <{squeeze_dims = 0 : i32}> : (tensor<1x2xf32>) -> tensor<2xf32>
  func.return
}
