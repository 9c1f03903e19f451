// RUN: not %qopt %s 2>&1 | filecheck %s

// A choice needs a condition.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tf.If: 0 operands; expected at least 1
// CHECK-NOT: {{.}}

func.func @main() {
  "tf.If"() <{then_branch = @branch, else_branch = @branch}> : () -> ()
  func.return
}

func.func @branch() {
  func.return
}
