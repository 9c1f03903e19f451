// RUN: not %qopt %s 2>&1 | filecheck %s

// The options of a custom operator are bytes.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.custom: custom_option is "fast"; expected #tfl<const_bytes : "0x">
// CHECK-NOT: {{.}}

func.func @main(%input: tensor<2xf32>) {
  %output = "tfl.custom"(%input) <{custom_code = "Mine", custom_option = "fast"}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return
}
