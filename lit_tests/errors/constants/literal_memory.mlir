// RUN: not %qopt %s 2>&1 | filecheck %s

// A literal of one number for more elements than memory holds.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}line 10, column 77: not enough memory for a constant of this size
// CHECK-NOT: {{.}}

func.func @main() {
  %0 = "tfl.pseudo_const"() <{value = dense<1> : tensor<1000000000000000xi8>}> : () -> tensor<1000000000000000xi8>
  func.return
}
