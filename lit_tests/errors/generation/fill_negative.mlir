// RUN: not %qopt %s 2>&1 | filecheck %s

// No size is negative.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fill "zeros": dims is [2, -1]; expected 0 or more each
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<f32>) {
  %dims = "tfl.pseudo_const"() <{value = dense<[2, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %output = "tfl.fill"(%dims, %input) {qir.tensors = [{name = "zeros"}]} : (tensor<2xi32>, tensor<f32>) -> tensor<2x1xf32>
  func.return
}
