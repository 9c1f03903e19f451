/* What one core does at most: products of 8-bit integers and of floats, and bytes that it reads.
   Each function gives how many of them in a second: the best of several times. */
#define _POSIX_C_SOURCE 199309L

#include <stdint.h>
#include <time.h>
#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* So many sums hide how long one product takes. */
#define SUMS 12
#define TURNS 4096
#define REPETITIONS 10
#define SECONDS 0.002

/* The best instruction for products of integers that the compiler may use, and how many it makes. */
#if defined(__AVX512VNNI__)
#define INT_PRODUCTS 64
typedef __m512i ints;
#define ADD_INT_PRODUCTS(sum, x, y) _mm512_dpbusd_epi32(sum, x, y)
#elif defined(__AVX2__)
#define INT_PRODUCTS 16
typedef __m256i ints;
#define ADD_INT_PRODUCTS(sum, x, y) _mm256_add_epi32(sum, _mm256_madd_epi16(x, y))
#elif defined(__SSE2__)
#define INT_PRODUCTS 8
typedef __m128i ints;
#define ADD_INT_PRODUCTS(sum, x, y) _mm_add_epi32(sum, _mm_madd_epi16(x, y))
#elif defined(__ARM_FEATURE_DOTPROD)
#define INT_PRODUCTS 16
typedef int32x4_t ints;
#define ADD_INT_PRODUCTS(sum, x, y) vdotq_s32(sum, (int8x16_t)(x), (int8x16_t)(y))
#elif defined(__aarch64__)
#define INT_PRODUCTS 4
typedef int32x4_t ints;
#define ADD_INT_PRODUCTS(sum, x, y) vmlaq_s32(sum, x, y)
#else
#define INT_PRODUCTS 1
typedef uint32_t ints;
#define ADD_INT_PRODUCTS(sum, x, y) ((sum) + (x) * (y))
#endif

/* The same of floats. */
#if defined(__AVX512F__)
#define FLOAT_PRODUCTS 16
typedef __m512 floats;
#define ADD_FLOAT_PRODUCTS(sum, x, y) _mm512_fmadd_ps(x, y, sum)
#elif defined(__FMA__)
#define FLOAT_PRODUCTS 8
typedef __m256 floats;
#define ADD_FLOAT_PRODUCTS(sum, x, y) _mm256_fmadd_ps(x, y, sum)
#elif defined(__SSE2__)
#define FLOAT_PRODUCTS 4
typedef __m128 floats;
#define ADD_FLOAT_PRODUCTS(sum, x, y) _mm_add_ps(sum, _mm_mul_ps(x, y))
#elif defined(__aarch64__)
#define FLOAT_PRODUCTS 4
typedef float32x4_t floats;
#define ADD_FLOAT_PRODUCTS(sum, x, y) vfmaq_f32(sum, x, y)
#else
#define FLOAT_PRODUCTS 1
typedef float floats;
#define ADD_FLOAT_PRODUCTS(sum, x, y) ((sum) + (x) * (y))
#endif

/* What one instruction reads. */
#if defined(__AVX512F__)
typedef uint64_t words __attribute__((vector_size(64)));
#elif defined(__AVX__)
typedef uint64_t words __attribute__((vector_size(32)));
#else
typedef uint64_t words __attribute__((vector_size(16)));
#endif

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double larger(double x, double y)
{
    return x > y ? x : y;
}

double int8_products(void)
{
    static ints given[2], kept[SUMS];
    volatile ints *read = given;
    double best = 0.0;
    int32_t repetition, turn, i;
    for (repetition = 0; repetition < REPETITIONS; ++repetition) {
        const ints x = read[0], y = read[1];
        const double start = seconds();
        double taken = 0.0, turns = 0.0;
        ints sums[SUMS];
        for (i = 0; i < SUMS; ++i) {
            sums[i] = kept[i];
        }
        while (taken < SECONDS) {
            for (turn = 0; turn < TURNS; ++turn) {
#pragma GCC unroll 12
                for (i = 0; i < SUMS; ++i) {
                    sums[i] = ADD_INT_PRODUCTS(sums[i], x, y);
                }
            }
            turns += TURNS;
            taken = seconds() - start;
        }
        for (i = 0; i < SUMS; ++i) {
            ((volatile ints *)kept)[i] = sums[i];
        }
        best = larger(best, turns * SUMS * INT_PRODUCTS / taken);
    }
    return best;
}

double float_products(void)
{
    static floats given[2], kept[SUMS];
    volatile floats *read = given;
    double best = 0.0;
    int32_t repetition, turn, i;
    for (repetition = 0; repetition < REPETITIONS; ++repetition) {
        const floats x = read[0], y = read[1];
        const double start = seconds();
        double taken = 0.0, turns = 0.0;
        floats sums[SUMS];
        for (i = 0; i < SUMS; ++i) {
            sums[i] = kept[i];
        }
        while (taken < SECONDS) {
            for (turn = 0; turn < TURNS; ++turn) {
#pragma GCC unroll 12
                for (i = 0; i < SUMS; ++i) {
                    sums[i] = ADD_FLOAT_PRODUCTS(sums[i], x, y);
                }
            }
            turns += TURNS;
            taken = seconds() - start;
        }
        for (i = 0; i < SUMS; ++i) {
            ((volatile floats *)kept)[i] = sums[i];
        }
        best = larger(best, turns * SUMS * FLOAT_PRODUCTS / taken);
    }
    return best;
}

/* Of memory[size], read again and again: an address that is a multiple of 64, a size of 512. */
double bytes_read(const unsigned char *memory, int64_t size)
{
    static words kept;
    const words *data = (const words *)(const void *)memory;
    const int64_t count = size / (int64_t)sizeof(words);
    const int64_t turns = 1 + (1 << 20) / size;
    double best = 0.0;
    int32_t repetition, i;
    for (repetition = 0; repetition < REPETITIONS; ++repetition) {
        const double start = seconds();
        double taken = 0.0, total = 0.0;
        words sums[8];
        int64_t turn, at;
        for (i = 0; i < 8; ++i) {
            sums[i] = kept;
        }
        while (taken < SECONDS) {
            for (turn = 0; turn < turns; ++turn) {
                for (at = 0; at < count; at += 8) {
#pragma GCC unroll 8
                    for (i = 0; i < 8; ++i) {
                        sums[i] ^= data[at + i];
                    }
                }
                /* Each turn is one of its own, though the memory is as it was. */
                __asm__ volatile("" : : : "memory");
            }
            total += (double)(turns * size);
            taken = seconds() - start;
        }
        for (i = 0; i < 8; ++i) {
            *(volatile words *)&kept ^= sums[i];
        }
        best = larger(best, total / taken);
    }
    return best;
}
