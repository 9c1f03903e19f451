// RUN: not %qopt --pass=inline-functions %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: inline-functions: expected one function that no other calls; there are @encode, @decode: select-entry keeps one
// CHECK-NOT: {{.}}

func.func @encode(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
func.func @decode(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
