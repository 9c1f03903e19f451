/* Sums of products of int8 by the DSP instructions of Arm: a register holds two numbers of 16 bits,
   and SMLAD adds two products to a sum. A product is 255 * 128 at most, so that two do not overflow. */

#define QIR_OUTPUTS 2

/* Four numbers, which need not be aligned. */
QIR_KERNEL int32_t qir_load_four(const int8_t *from)
{
    int32_t four;
    memcpy(&four, from, sizeof four);
    return four;
}

/* Numbers 0 and 2 of four. */
QIR_KERNEL int16x2_t qir_even(int32_t four)
{
    return __sxtb16(four);
}

/* Numbers 1 and 3. The rotation costs nothing in one instruction, which gcc makes two of. */
QIR_KERNEL int16x2_t qir_odd(int32_t four)
{
    int16x2_t two;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(two) : "r"(four));
    return two;
}

/* Numbers 0 and 2 of four, each added to what `more` has beside it. */
QIR_KERNEL int16x2_t qir_add_even(int16x2_t more, int32_t four)
{
    return __sxtab16(more, four);
}

/* The same of numbers 1 and 3. */
QIR_KERNEL int16x2_t qir_add_odd(int16x2_t more, int32_t four)
{
    int16x2_t two;
    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(two) : "r"(more), "r"(four));
    return two;
}

/* sums[outputs], plus the products of each output: of x[count] less its zero point with rows of w,
   w_step apart. */
QIR_KERNEL void qir_add_run_i8(const int8_t *x, int32_t zero_point, const int8_t *w, int32_t w_step,
                               int32_t count, int32_t *sums, const int32_t outputs)
{
    const int16x2_t more = (int16x2_t)((uint32_t)(-zero_point & 0xFFFF) * 0x10001U);
    const int8_t *const end = x + count, *const fours = end - count % 4;
    int32_t added[QIR_OUTPUTS], n;
#pragma GCC unroll 2
    for (n = 0; n < outputs; ++n) {
        added[n] = sums[n];
    }
    for (; x < fours; x += 4, w += 4) {
        const int32_t four = qir_load_four(x);
        const int16x2_t even = qir_add_even(more, four), odd = qir_add_odd(more, four);
#pragma GCC unroll 2
        for (n = 0; n < outputs; ++n) {
            const int32_t weights = qir_load_four(w + n * w_step);
            added[n] = __smlad(even, qir_even(weights), added[n]);
            added[n] = __smlad(odd, qir_odd(weights), added[n]);
        }
    }
    for (; x < end; ++x, ++w) {
#pragma GCC unroll 2
        for (n = 0; n < outputs; ++n) {
            added[n] += (*x - zero_point) * w[n * w_step];
        }
    }
#pragma GCC unroll 2
    for (n = 0; n < outputs; ++n) {
        sums[n] = added[n];
    }
}
