// RUN: not %qir calibrate %s --samples %S/Inputs -o %t.json 2>&1 | filecheck %s

// A model with two inputs, and a folder that does not say which sample is for which.

// CHECK-NOT: Traceback
// CHECK: qir: error: {{.*}}Inputs: has no folder input 0; expected one per input: input 0, input 1
// CHECK-NOT: {{.}}

func.func @main(%x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
