/* What kernels for Cortex-M55 need. */

#if !defined(__ARM_FEATURE_MVE) || (__ARM_FEATURE_MVE & 3) != 3
#error "made for Arm with Helium vectors of integers and floats: compile with -mcpu=cortex-m55, or make C for another target"
#endif
#include <arm_mve.h>
