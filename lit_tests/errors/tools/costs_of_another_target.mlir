// RUN: not %qopt %s --pass='legalize-hybrid{target=litert-builtin costs="%S/../../passes/Inputs/costs.json"}' 2>&1 | filecheck %s

// A table of costs is of one target.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}costs.json: is of target litert-xnnpack; expected litert-builtin
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
