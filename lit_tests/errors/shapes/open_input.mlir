// RUN: not %qopt --pass=fix-shapes %s 2>&1 | filecheck %s

// Only the first size of an input is taken to be the batch.

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: input 'tokens' is [?, ?]; say its sizes, as --input-shape 'tokens=1x128', or --pass='fix-shapes{shapes="tokens=1x128"}' of qopt
// CHECK-NOT: {{.}}

func.func @main(%tokens: tensor<?x?xi32>) -> tensor<?x?xi32> {
  func.return %tokens : tensor<?x?xi32>
}
