// RUN: not %qopt %s 2>&1 | filecheck %s

// What stands for an absent tensor has no type.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.no_value: tensor<2xf32> should be of base attribute none_type
// CHECK-NOT: {{.}}

func.func @main() {
  %none = "tfl.no_value"() <{value}> : () -> tensor<2xf32>
  func.return
}
