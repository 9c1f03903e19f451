// RUN: not %qopt %s 2>&1 | filecheck %s

// There are as many results as the axis has elements.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.unpack: num is 2; expected 3, the size of axis 0
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<3x2xf32>) {
  %outputs, %a = "tfl.unpack"(%input) <{num = 2 : i32}> : (tensor<3x2xf32>) -> (tensor<2xf32>, tensor<2xf32>)
  func.return
}
