// RUN: not %qopt %s 2>&1 | filecheck %s

// A sum of nothing has no shape.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.add_n: no operand; expected at least 1
// CHECK-NOT: {{.}}

func.func @main() {
  %sum = "tfl.add_n"() : () -> tensor<2xf32>
  func.return
}
