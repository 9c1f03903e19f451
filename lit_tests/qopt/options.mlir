// RUN: %qopt %s --pass='quantize-weights{min-elements=32}' | filecheck %s --check-prefix=TWO
// RUN: %qopt %s --pass='quantize-weights{min_elements=33}' | filecheck %s --check-prefix=THREE
// RUN: not %qopt %s --pas=canonicalize 2>&1 | filecheck %s --check-prefix=SHORT

// Options of a pass are in braces; an underscore is as good as a hyphen.
func.func @main(%x: tensor<1x32xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<127.0> : tensor<1x32xf32>}> : () -> tensor<1x32xf32>
  %b = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %b) : (tensor<1x32xf32>, tensor<1x32xf32>, none) -> tensor<1x1xf32>
  func.return %y : tensor<1x1xf32>
}
// TWO:   %w = "tfl.pseudo_qconst"
// THREE: %w = "tfl.pseudo_const"

// A command line's own options are not to be abbreviated: a script must not change its meaning
// when an option is added.
// SHORT: qopt: error: unrecognized arguments: --pas=canonicalize
