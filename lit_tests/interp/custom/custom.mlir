// RUN: not %qopt --pass=evaluate %s 2>&1 | filecheck %s

// What a custom op computes only its caller knows, who gives the function to `Machine(custom=...)`.
// CHECK: @main op 0 tfl.custom: custom op "Sinkhorn" has no function; expected one as custom["Sinkhorn"]
func.func @main() -> tensor<2xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.custom"(%x) <{custom_code = "Sinkhorn", custom_option = #tfl<const_bytes : "0x">}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
