/* What kernels for x86 with AVX-512 need. */

#if !defined(__AVX512F__) || !defined(__AVX512BW__) || !defined(__AVX512VL__) || !defined(__AVX512VNNI__)
#error "made for x86 with AVX-512 and VNNI: compile with -march=x86-64-v4 -mavx512vnni, or make C for another target"
#endif
#include <immintrin.h>
