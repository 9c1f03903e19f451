/* What kernels for x86 with AVX2 need. */

#if !defined(__AVX2__) || !defined(__FMA__)
#error "made for x86 with AVX2 and FMA: compile with -march=x86-64-v3, or make C for another target"
#endif
#include <immintrin.h>
