/* What kernels for 64-bit Arm with dot products need. */

#if !defined(__aarch64__) || !defined(__ARM_FEATURE_DOTPROD)
#error "made for 64-bit Arm with dot products: compile with -march=armv8.2-a+dotprod, or make C for another target"
#endif
#include <arm_neon.h>
