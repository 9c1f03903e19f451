// RUN: not %qopt --pass=inline-functions %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: inline-functions: @turn calls itself; expected no function to
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @turn(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
func.func private @turn(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @turn(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %0 : tensor<2xf32>
}
