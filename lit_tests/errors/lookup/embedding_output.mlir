// RUN: not %qopt %s 2>&1 | filecheck %s

// The output has a row for each number.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.embedding_lookup "word_embeddings": output has shape [8, 4]; expected [2, 4]
// CHECK-NOT: {{.}}

func.func @main(%lookup: tensor<2xi32>, %value: tensor<8x4xf32>) {
  %output = "tfl.embedding_lookup"(%lookup, %value) {qir.tensors = [{name = "word_embeddings"}]} : (tensor<2xi32>, tensor<8x4xf32>) -> tensor<8x4xf32>
  func.return
}
