// RUN: not %qopt %s 2>&1 | filecheck %s

// A range goes up or down.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.range "positions": delta is 0; expected another number
// CHECK-NOT: {{.}}

func.func @main() {
  %start = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %limit = "tfl.pseudo_const"() <{value = dense<4> : tensor<i32>}> : () -> tensor<i32>
  %delta = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.range"(%start, %limit, %delta) {qir.tensors = [{name = "positions"}]} : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<4xi32>
  func.return
}
