// RUN: not %qopt %s 2>&1 | filecheck %s

// An activation's input may not be absent.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.gelu: input is absent; expected a tensor
// CHECK-NOT: {{.}}

func.func @main() {
  %none = "tfl.no_value"() <{value}> : () -> none
  %output = "tfl.gelu"(%none) : (none) -> tensor<4xf32>
  func.return
}
