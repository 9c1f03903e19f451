// RUN: not %qopt %s 2>&1 | filecheck %s

// A choice needs a condition.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.if: 0 operands; expected at least 1
// CHECK-NOT: {{.}}

func.func @main() {
  "tfl.if"() <{then = @branch, else = @branch}> : () -> ()
  func.return
}

func.func @branch() {
  func.return
}
