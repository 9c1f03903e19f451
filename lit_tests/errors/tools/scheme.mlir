// RUN: not %qopt %s --pass='quantize-weights{scheme=int5}' 2>&1 | filecheck %s --check-prefix=NAME
// RUN: not %qopt %s --pass='quantize-weights{scheme=int4-block48}' 2>&1 | filecheck %s --check-prefix=SIZE
// RUN: not %qopt %s --pass='quantize-weights{scheme=int8-block32}' 2>&1 | filecheck %s --check-prefix=BITS
// RUN: not %qopt %s --pass='quantize-weights{scheme=int4-block32-asymmetric}' 2>&1 | filecheck %s --check-prefix=KERNEL
// RUN: not %qopt %s --pass='quantize-weights{scheme=float16-tensor}' 2>&1 | filecheck %s --check-prefix=HALF
// RUN: not %qopt %s --pass='quantize-weights{scheme=float16-mse}' 2>&1 | filecheck %s --check-prefix=HALF_MSE
// RUN: not %qopt %s --pass='quantize-weights{scheme=int8-weight-only-mse}' 2>&1 | filecheck %s --check-prefix=ORDER
// RUN: not %qopt %s --pass='quantize-weights{scale-search=best}' 2>&1 | filecheck %s --check-prefix=SEARCH
// RUN: not %qopt %s --pass='quantize-weights{scheme=int8-asymmetric scale-search=octav}' 2>&1 | filecheck %s --check-prefix=OCTAV
// RUN: not %qopt %s --pass='quantize-weights{scheme=float16 scale-search=mse}' 2>&1 | filecheck %s --check-prefix=NO_SCALES
// RUN: not %qopt %s --pass='quantize-weights{scheme=float16 rounding=error-feedback samples="absent.npz"}' 2>&1 | filecheck %s --check-prefix=NO_INTEGERS
// RUN: not %qopt %s --pass='quantize-weights{rounding=best}' 2>&1 | filecheck %s --check-prefix=ROUNDING
// RUN: not %qopt %s --pass='quantize-weights{rounding=error-feedback}' 2>&1 | filecheck %s --check-prefix=FEEDBACK
// RUN: not %qopt %s --pass='quantize-weights{correct-bias=true}' 2>&1 | filecheck %s --check-prefix=BIAS
// RUN: not %qopt %s --pass='quantize-weights{correct-bias=true samples="absent.npz"}' 2>&1 | filecheck %s --check-prefix=SAMPLES
// RUN: not %qopt %s --pass='quantize-weights{samples="absent.npz"}' 2>&1 | filecheck %s --check-prefix=NEEDLESS

// Schemes, searches and roundings that there are not, and samples that are missing.

// NAME: qopt: error: no scheme 'int5'; expected int8, int4 or int2, then -tensor, -channel or -blockN, -asymmetric, -mse, -weight-only; or float16
// SIZE: qopt: error: scheme 'int4-block48': blocks of 48; expected 32, 64, 128, 256
// BITS: qopt: error: scheme 'int8-block32': blocks are of int4 only, in every runtime
// KERNEL: qopt: error: scheme 'int4-block32-asymmetric': blocks are symmetric, and read by kernels only
// HALF: qopt: error: scheme 'float16-tensor': float16 has no scales; expected 'float16' alone
// HALF_MSE: qopt: error: scheme 'float16-mse': float16 has no scales; expected 'float16' alone
// ORDER: qopt: error: no scheme 'int8-weight-only-mse'; expected int8, {{.*}}
// SEARCH: qopt: error: no scale search 'best'; expected one of min-max, mse, octav
// OCTAV: qopt: error: scheme 'int8-asymmetric': octav finds symmetric scales only
// NO_SCALES: qopt: error: scheme 'float16': it has no scales to be searched
// NO_INTEGERS: qopt: error: scheme 'float16': it has no integers to be rounded to
// ROUNDING: qopt: error: no rounding 'best'; expected one of nearest, error-feedback
// FEEDBACK: qopt: error: quantize-weights: rounding=error-feedback needs samples; expected samples=PATH
// BIAS: qopt: error: quantize-weights: correct-bias needs samples; expected samples=PATH
// NEEDLESS: qopt: error: quantize-weights: nothing needs samples; expected rounding=error-feedback or correct-bias=true
// SAMPLES: qopt: error: absent.npz{{.*}}

func.func @main() {
  func.return
}
