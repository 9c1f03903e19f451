// RUN: %qopt %s --pass='protect-accuracy' | filecheck %s
// RUN: %qopt %s --pass='protect-accuracy,quantize-weights,legalize-hybrid' | filecheck %s --check-prefix=MADE
// RUN: %qopt %s --pass='protect-accuracy{accuracy="150dB"}' | filecheck %s --check-prefix=BOUND
// RUN: %qopt %s --pass='protect-accuracy{accuracy="off"}' | filecheck %s --check-prefix=OFF
// RUN: %qopt %s --pass='choose-schemes{rules="2=int4"},protect-accuracy' | filecheck %s --check-prefix=CHOSEN
// RUN: not %qopt %s --pass='choose-schemes{rules="2=int2"},protect-accuracy{accuracy="40dB"}' 2>&1 | filecheck %s --check-prefix=PREVENTED
// RUN: not %qopt %s --pass='protect-accuracy{accuracy="abc"}' 2>&1 | filecheck %s --check-prefix=SPELLING
// RUN: not %qopt %s --pass='protect-accuracy{accuracy="40dB" max-drop="1%"}' 2>&1 | filecheck %s --check-prefix=BOTH
// RUN: not %qopt %s --pass='protect-accuracy{max-drop="1%"}' 2>&1 | filecheck %s --check-prefix=SAMPLES

// One feature is a thousand times as large as the others, and is taken away again after the first
// layer. Where its kernel rounds all 64 features to 8 bits, in steps of one size, little is left of
// the 63. So its weights are to be dequantized. The second layer loses nothing, and is left alone.
func.func @main(%x: tensor<1x63xf32>, %f: tensor<1x1xf32>) -> tensor<1x256xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<256x64xf32>}> : () -> tensor<256x64xf32>
  %v = "tfl.pseudo_const"() <{value = dense<0.1> : tensor<256x256xf32>}> : () -> tensor<256x256xf32>
  %k = "tfl.pseudo_const"() <{value = dense<1000.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %large = "tfl.mul"(%f, %k) <{fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1xf32>) -> tensor<1x1xf32>
  %all = "tfl.concatenation"(%large, %x) <{axis = 1 : i32, fused_activation_function = "NONE"}> : (tensor<1x1xf32>, tensor<1x63xf32>) -> tensor<1x64xf32>
  %y = "tfl.fully_connected"(%all, %w, %none) : (tensor<1x64xf32>, tensor<256x64xf32>, none) -> tensor<1x256xf32>
  %small = "tfl.sub"(%y, %large) <{fused_activation_function = "NONE"}> : (tensor<1x256xf32>, tensor<1x1xf32>) -> tensor<1x256xf32>
  %z = "tfl.fully_connected"(%small, %v, %none) : (tensor<1x256xf32>, tensor<256x256xf32>, none) -> tensor<1x256xf32>
  func.return %z : tensor<1x256xf32>
}
// CHECK:         %y = "tfl.fully_connected"(%all, %w, %none) {qir.choice = {scheme = "int8-weight-only", reason = "as int8 it alone leaves {{[0-9]}}.{{[0-9]}} dB"}}
// CHECK:         %z = "tfl.fully_connected"(%small, %v, %none) :

// That is what later passes make: floats of the integers, for the one layer.
// MADE:          %w = "tfl.pseudo_qconst"() {{.*}}i8<-127:127>
// MADE-NEXT:     [[FLOATS:%.*]] = "tfl.dequantize"(%w)
// MADE:          "tfl.fully_connected"(%all, [[FLOATS]], %none)
// MADE:          "tfl.fully_connected"(%small, %v, %none)

// So many decibels that nothing may be rounded but weights that are 0.1 all: 127 steps of a scale.
// BOUND:         %y = "tfl.fully_connected"(%all, %w, %none) {qir.choice = {scheme = "int8-weight-only"
// BOUND:         %z = "tfl.fully_connected"(%small, %v, %none) {qir.choice = {scheme = "int8-weight-only"

// OFF:           %y = "tfl.fully_connected"(%all, %w, %none) :

// Whatever it loses, what a user chose stays.
// CHOSEN:        %y = "tfl.fully_connected"(%all, %w, %none) {qir.choice = {scheme = "int4", reason = "rule '2=int4'"}}

// PREVENTED:     qopt: error: {{.*}}as int2, which was chosen for it, it leaves {{.*}} dB; accuracy 40 dB cannot be kept
// SPELLING:      qopt: error: {{.*}}accuracy 'abc'; expected decibels, as 40dB, or off
// BOTH:          qopt: error: {{.*}}protect-accuracy: accuracy and max-drop are two bounds; expected one
// SAMPLES:       qopt: error: {{.*}}protect-accuracy: max-drop needs samples; expected samples=PATH
