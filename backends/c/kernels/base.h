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
/* -O2 vectorizes as -O3 does. */
#pragma GCC optimize("fp-contract=off,no-trapping-math,vect-cost-model=dynamic")
#endif

/* Before a loop whose rounds need nothing of each other, also where one tensor lies over another of
   elements of the same size: it is vectorized without asking where they are. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"
#define QIR_EACH _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define QIR_EACH _Pragma("GCC ivdep")
#else
#define QIR_EACH
#endif

#ifndef QIR_KERNEL
#if defined(__GNUC__)
#define QIR_KERNEL static inline __attribute__((always_inline))
#else
#define QIR_KERNEL static inline
#endif
#endif
#ifndef QIR_SHARED
#if defined(__clang__)
#define QIR_SHARED static __attribute__((noinline))
#elif defined(__GNUC__) && __GNUC__ >= 8
/* Made for no call: what GCC knows of a call may make a part that it does not reach look undefined. */
#define QIR_SHARED static __attribute__((noipa))
#elif defined(__GNUC__)
#define QIR_SHARED static __attribute__((noipa))
#else
#define QIR_SHARED static
#endif
#endif
