// RUN: not %qopt %s 2>&1 | filecheck %s

// A custom op's options are bytes, not properties.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.custom: CUSTOM has no option 'max_detections'
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.custom"(%input) <{custom_code = "Detect", max_detections = 10 : i32}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
