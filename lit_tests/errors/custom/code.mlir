// RUN: not %qopt %s 2>&1 | filecheck %s

// A custom op has a name of its own.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.custom: property 'custom_code' is missing
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.custom"(%input) : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
