// RUN: %qopt %s --pass=analyze-sensitivity | filecheck %s
// RUN: %qopt %s --pass='choose-schemes{rules="2=int4"},analyze-sensitivity' | filecheck %s --check-prefix=CHOSEN
// RUN: not %qopt %s --pass='analyze-sensitivity{samples="nowhere.npz"}' 2>&1 | filecheck %s --check-prefix=NOWHERE
// RUN: not %qopt %s --pass='analyze-sensitivity{input-range="y=0:1"}' 2>&1 | filecheck %s --check-prefix=INPUT

// What of each layer's forms, all else being float, is left of the output, in decibels. One feature
// is a thousand times as large as the others, and is taken away again after the first layer: little
// is left where activations are rounded to 8 bits. Weights of 1.0 and 0.1 are multiples of their
// scale, and so exact; 0.1 as float16 is off by 1 in 4,000, which is 72 dB.
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
// CHECK:         "tfl.fully_connected"(%all, %w, %none) {qir.sensitivity = {int8 = 8.93{{[0-9]*}}e+00 : f64, "int8-mse" = 8.93{{[0-9]*}}e+00 : f64, "int8-weight-only" = 0x7ff0000000000000 : f64, float16 = 0x7ff0000000000000 : f64}}
// CHECK:         "tfl.fully_connected"(%small, %v, %none) {qir.sensitivity = {int8 = 1.32{{[0-9]*}}e+02 : f64, "int8-mse" = 1.32{{[0-9]*}}e+02 : f64, "int8-weight-only" = 0x7ff0000000000000 : f64, float16 = 7.222{{.*}} : f64}}

// An op that was given a form of its own has no other.
// CHOSEN:        "tfl.fully_connected"(%all, %w, %none) {{.*}}qir.sensitivity = {int4 = {{[^,]*}}}}
// CHOSEN:        "tfl.fully_connected"(%small, %v, %none) {qir.sensitivity = {int8 =

// NOWHERE:       qopt: error: {{.*}}nowhere.npz
// INPUT:         qopt: error: {{.*}}input range 'y=0:1': no input 'y'; the model has x, f
