// RUN: not %qopt %s 2>&1 | filecheck %s

// The axis is one of the input's.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.arg_max: axis is -3; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3xf32>) {
  %axis = "tfl.pseudo_const"() <{value = dense<-3> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.arg_max"(%input, %axis) : (tensor<2x3xf32>, tensor<i32>) -> tensor<2xi32>
  func.return
}
