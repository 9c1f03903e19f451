/* What kernels for Cortex-M4 need. */

#if !defined(__ARM_FEATURE_SIMD32)
#error "made for Arm with DSP instructions: compile with -mcpu=cortex-m4 or another that has them, or make C for another target"
#endif
#include <arm_acle.h>
