/* What all kernels share. Included once, before them. */

#if defined(__FAST_MATH__)
#error "kernels need exact floats: compile without -ffast-math"
#endif
#if defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error "kernels need infinity and NaN: compile without -ffinite-math-only"
#endif
#if defined(__FLT_EVAL_METHOD__) && (__FLT_EVAL_METHOD__ == 2 || __FLT_EVAL_METHOD__ == -1)
#error "kernels need floats of 32 bits: on x86 compile with -msse2 -mfpmath=sse"
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "weights are stored with the low byte first"
#endif
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off,no-trapping-math")
#endif

#ifndef QIR_KERNEL
#if defined(__GNUC__)
#define QIR_KERNEL static inline __attribute__((always_inline))
#else
#define QIR_KERNEL static inline
#endif
#endif
#ifndef QIR_SHARED
#if defined(__GNUC__) && __GNUC__ >= 8 && !defined(__clang__)
/* One function for all calls: GCC makes no copy of it for each. */
#define QIR_SHARED static __attribute__((noipa))
#elif defined(__GNUC__)
#define QIR_SHARED static __attribute__((noinline))
#else
#define QIR_SHARED static
#endif
#endif
