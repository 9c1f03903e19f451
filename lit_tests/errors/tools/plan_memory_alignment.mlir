// RUN: not %qopt %s --pass='plan-memory{alignment=12}' 2>&1 | filecheck %s

// An alignment that no memory has.

// CHECK-NOT: Traceback
// CHECK: qopt: error: plan-memory: alignment is 12; expected a power of two from 8 on
// CHECK-NOT: {{.}}

func.func @main() {
  func.return
}
