// RUN: not %qopt %s 2>&1 | filecheck %s

// Nothing joined to nothing has no shape.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.concatenation: no operand; expected at least 1
// CHECK-NOT: {{.}}

func.func @main() {
  %output = "tfl.concatenation"() : () -> tensor<4x3xf32>
  func.return
}
