// RUN: not %qopt %s 2>&1 | filecheck %s

// One number is no list.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.pack: values_count is [1 : i64]; expected int32
// CHECK-NOT: {{.}}

func.func @main(%values: tensor<2xf32>) {
  %output = "tfl.pack"(%values) <{values_count = [1]}> : (tensor<2xf32>) -> tensor<1x2xf32>
  func.return
}
