// RUN: not %qopt --pass='fix-shapes{shapes="tokens=1,128"}' %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: shape 'tokens=1,128': expected NAME=1x128, an input and its sizes
// CHECK-NOT: {{.}}

func.func @main(%tokens: tensor<?x?xi32>) -> tensor<?x?xi32> {
  func.return %tokens : tensor<?x?xi32>
}
