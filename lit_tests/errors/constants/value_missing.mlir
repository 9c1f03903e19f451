// RUN: not %qopt %s 2>&1 | filecheck %s

// A constant has a value.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_const: property 'value' expected in operation 'tfl.pseudo_const'
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_const"() : () -> tensor<2xf32>
  func.return
}
