// RUN: not %qopt %s 2>&1 | filecheck %s

// An operator is named by a string.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.custom: custom_code is 1 : i32; expected string
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) {
  %y = "tfl.custom"(%x) <{custom_code = 1 : i32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
