// RUN: not %qopt %s --pass='legalize-hybrid{target="toaster"}' 2>&1 | filecheck %s

// A target there is not.

// CHECK-NOT: Traceback
// CHECK: qopt: error: no target 'toaster'; expected one of litert-xnnpack, {{.*}}
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
