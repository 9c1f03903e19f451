// RUN: not %qopt %s 2>&1 | filecheck %s

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}while_types.mlir: @main c.while: body yields tensor<3xf32>; expected tensor<2xf32>
// CHECK-NOT: {{.}}

func.func @main(%m: tensor<i1>, %x: tensor<2xf32>, %z: tensor<3xf32>) -> tensor<2xf32> {
  %y = "c.while"(%x) ({
  ^bb0(%a: tensor<2xf32>):
    "c.yield"(%m) : (tensor<i1>) -> ()
  }, {
  ^bb0(%b: tensor<2xf32>):
    "c.yield"(%z) : (tensor<3xf32>) -> ()
  }) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
