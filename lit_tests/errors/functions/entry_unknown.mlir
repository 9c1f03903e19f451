// RUN: not %qopt --pass='select-entry{entry=transcode}' %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: select-entry: no function or signature 'transcode'; there are @encode, @decode
// CHECK-NOT: {{.}}

func.func @encode(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
func.func @decode(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
