// RUN: not %qopt %s 2>&1 | filecheck %s

// The axis is one of the params'.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gather "tokens/Gather": axis is 2; expected -2..1
// CHECK-NOT: {{.}}

func.func @main(%params: tensor<2x3xf32>, %indices: tensor<2xi32>) {
  %output = "tfl.gather"(%params, %indices) <{axis = 2 : i32}> {qir.tensors = [{name = "tokens/Gather"}]} : (tensor<2x3xf32>, tensor<2xi32>) -> tensor<2x2xf32>
  func.return
}
