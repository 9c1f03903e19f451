// RUN: not %qopt %s 2>&1 | filecheck %s

// Rows are asked for in a list.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.embedding_lookup: lookup has shape [1, 2]; expected [count]
// CHECK-NOT: {{.}}

func.func @main(%lookup: tensor<1x2xi32>, %value: tensor<8x4xf32>) {
  %output = "tfl.embedding_lookup"(%lookup, %value) : (tensor<1x2xi32>, tensor<8x4xf32>) -> tensor<2x4xf32>
  func.return
}
