// RUN: not %qopt %s 2>&1 | filecheck %s

// What stands for an absent tensor has a unit for its value.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main tfl.no_value: 1 : i32 should be of base attribute unit
// CHECK-NOT: {{.}}

func.func @main() {
  %none = "tfl.no_value"() <{value = 1 : i32}> : () -> none
  func.return
}
