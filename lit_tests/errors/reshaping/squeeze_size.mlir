// RUN: not %qopt %s 2>&1 | filecheck %s

// Only an axis of size 1 is squeezed out.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.squeeze "logits/SpatialSqueeze": squeeze_dims holds axis 1 of input [1, 3]; expected an axis of size 1
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<1x3xf32>) {
  %output = "tfl.squeeze"(%input) <{squeeze_dims = [1]}> {qir.tensors = [{name = "logits/SpatialSqueeze"}]} : (tensor<1x3xf32>) -> tensor<1xf32>
  func.return
}
