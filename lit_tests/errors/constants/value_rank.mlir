// RUN: not %qopt %s 2>&1 | filecheck %s

// A constant's value has the shape of its result.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.pseudo_const: its value is of type tensor<2xf32>; expected tensor<1x2xf32>
// CHECK-NOT: {{.}}

func.func @main() {
  %w = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<1x2xf32>
  func.return
}
