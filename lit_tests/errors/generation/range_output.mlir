// RUN: not %qopt %s 2>&1 | filecheck %s

// A range has as many elements as steps fit in.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.range: output has shape [3]; expected [4]
// CHECK-NOT: {{.}}

func.func @main() {
  %start = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %limit = "tfl.pseudo_const"() <{value = dense<7> : tensor<i32>}> : () -> tensor<i32>
  %delta = "tfl.pseudo_const"() <{value = dense<2> : tensor<i32>}> : () -> tensor<i32>
  %output = "tfl.range"(%start, %limit, %delta) : (tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<3xi32>
  func.return
}
