// RUN: not %qopt %s --pass=plan-memory 2>&1 | filecheck %s

// A tensor whose size is not known.

// CHECK-NOT: Traceback
// CHECK: qopt: error: plan-memory: @main c.call: tensor<?xf32> has no known number of bytes
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = "c.call"(%x) <{kernel = "relu", parameters = {}}> : (tensor<?xf32>) -> tensor<?xf32>
  func.return %y : tensor<?xf32>
}
