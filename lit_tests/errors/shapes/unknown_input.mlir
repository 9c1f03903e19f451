// RUN: not %qopt --pass='fix-shapes{shapes="words=1x128"}' %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: fix-shapes: shape 'words=1x128': no input 'words'; the model has tokens
// CHECK-NOT: {{.}}

func.func @main(%tokens: tensor<?x?xi32>) -> tensor<?x?xi32> {
  func.return %tokens : tensor<?x?xi32>
}
