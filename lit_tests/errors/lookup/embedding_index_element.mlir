// RUN: not %qopt %s 2>&1 | filecheck %s

// Rows are numbered in 32 bits.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.embedding_lookup: lookup holds i64; expected i32
// CHECK-NOT: {{.}}

func.func @main(%lookup: tensor<2xi64>, %value: tensor<8x4xf32>) {
  %output = "tfl.embedding_lookup"(%lookup, %value) : (tensor<2xi64>, tensor<8x4xf32>) -> tensor<2x4xf32>
  func.return
}
