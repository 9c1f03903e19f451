// RUN: not %qopt %s 2>&1 | filecheck %s

// A sparse constant has its bytes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_sparse_const: property 'compressed_data' expected in operation 'tfl.pseudo_sparse_const'
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_sparse_const"() : () -> tensor<2xf32>
  func.return
}
