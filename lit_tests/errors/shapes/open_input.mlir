// RUN: not %qopt --pass=fix-shapes %s 2>&1 | filecheck %s

// Only the first size of an input is taken to be the batch.

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: input 'tokens' is [?, ?]; say its sizes, as qopt does by --pass='fix-shapes{shapes="tokens=1x128"}'
// CHECK-NOT: {{.}}

func.func @main(%tokens: tensor<?x?xi32>) -> tensor<?x?xi32> {
  func.return %tokens : tensor<?x?xi32>
}
