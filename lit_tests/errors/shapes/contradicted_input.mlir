// RUN: not %qopt --pass='fix-shapes{shapes="tokens=1x128"}' %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: shape 'tokens=1x128': input 'tokens' is [?, 64]
// CHECK-NOT: {{.}}

func.func @main(%tokens: tensor<?x64xi32>) -> tensor<?x64xi32> {
  func.return %tokens : tensor<?x64xi32>
}
