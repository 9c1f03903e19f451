// RUN: not %qopt %s 2>&1 | filecheck %s

// A table has rows.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.embedding_lookup "word_embeddings": value has shape [8]; expected rank 2 or more
// CHECK-NOT: {{.}}

func.func @main(%lookup: tensor<2xi32>, %value: tensor<8xf32>) {
  %output = "tfl.embedding_lookup"(%lookup, %value) {qir.tensors = [{name = "word_embeddings"}]} : (tensor<2xi32>, tensor<8xf32>) -> tensor<2xf32>
  func.return
}
