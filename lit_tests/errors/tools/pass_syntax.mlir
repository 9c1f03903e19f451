// RUN: not %qopt %s --pass='quantize-weights{' 2>&1 | filecheck %s

// A specification of passes that does not parse.

// CHECK-NOT: Traceback
// CHECK: qopt: error: passes 'quantize-weights{': Expected argument name here
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
