/* What kernels for 64-bit Arm with products of matrices of int8 need. */

#if !defined(__aarch64__) || !defined(__ARM_FEATURE_MATMUL_INT8)
#error "made for 64-bit Arm with products of matrices: compile with -march=armv8.2-a+i8mm, or make C for another target"
#endif
#include <arm_neon.h>
