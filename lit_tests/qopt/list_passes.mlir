// RUN: %qopt --list-passes | filecheck %s
// RUN: %qopt --list-passes --load %S/Inputs/my_pass.py | filecheck %s --check-prefix=LOADED

// This project's passes with what they do, then those of xDSL and of plugins.
// CHECK:      annotate-ranges {{ *}}Write on each op the interval
// CHECK-NEXT: canonicalize {{ *}}Make a model plain
// CHECK:      legalize-hybrid {{ *}}Make every op
// CHECK:      quantize-weights {{ *}}Turn float constant weights into integer constants
// CHECK:      from xDSL and plugins: {{.*}}cse, {{.*}}dce

// LOADED:     sign-module {{ *}}Write a name on the module.
// LOADED:     from xDSL
