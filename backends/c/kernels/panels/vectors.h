/* Vectors of floats, on machines that say what qir_f32v and QIR_LANES are. */

/* Before a loop of few turns, as many as literals say: all of them one after the other, so that arrays
   that they go through are registers. */
#if defined(__clang__)
#define QIR_UNROLL _Pragma("clang loop unroll(full)")
#else
#define QIR_UNROLL _Pragma("GCC unroll 32")
#endif
