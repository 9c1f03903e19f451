// RUN: not %qopt --pass=select-entry %s 2>&1 | filecheck %s

// A model of several functions that the outside may call.

// CHECK-NOT: Traceback
// CHECK: qopt: error: select-entry: say which function is to run by entry=NAME: @encode, @decode
// CHECK-NOT: {{.}}

func.func @encode(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
func.func @decode(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
