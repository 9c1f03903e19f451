// RUN: not %qopt %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}if_types.mlir: @main c.if: otherwise yields none; expected tensor<2xf32>
// CHECK-NOT: {{.}}

func.func @main(%c: tensor<i1>, %x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "c.if"(%c) ({
    "c.yield"(%x) : (tensor<2xf32>) -> ()
  }, {
    "c.yield"() : () -> ()
  }) : (tensor<i1>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
