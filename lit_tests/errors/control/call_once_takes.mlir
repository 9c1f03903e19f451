// RUN: not %qopt %s 2>&1 | filecheck %s

// What is run once takes nothing.

// CHECK-NOT: Traceback
// CHECK: qopt: error: {{.*}}@main op 0 tfl.call_once: @init takes 1 tensor; expected 0
// CHECK-NOT: {{.}}

func.func @main() {
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  func.return
}

func.func private @init(tensor<2xf32>) -> ()
