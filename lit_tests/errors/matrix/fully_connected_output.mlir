// RUN: not %qopt %s 2>&1 | filecheck %s

// Where the axes are not kept, the output is [rows, out].

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.fully_connected "logits": output has shape [2, 3, 3]; expected [6, 3]
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2x3x4xf32>, %filter: tensor<3x4xf32>, %bias: tensor<3xf32>) {
  %output = "tfl.fully_connected"(%input, %filter, %bias) {qir.tensors = [{name = "logits"}]} : (tensor<2x3x4xf32>, tensor<3x4xf32>, tensor<3xf32>) -> tensor<2x3x3xf32>
  func.return
}
