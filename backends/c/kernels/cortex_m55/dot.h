/* Sums of products of int8 by Helium: VMLADAVA adds 16 products to a sum, and VADDVA 16 weights, with
   whose sum the zero point is multiplied, which is the same for all. */

#define QIR_OUTPUTS 4

/* sums[outputs], plus the products of each output: of x[count] with rows of w, w_step apart. */
QIR_KERNEL void qir_add_products_i8(const int8_t *x, const int8_t *w, int32_t w_step, int32_t count,
                                    int32_t *sums, const int32_t outputs)
{
    const int8_t *const end = x + count, *const whole = end - count % 16;
    int32_t added[QIR_OUTPUTS], n;
#pragma GCC unroll 4
    for (n = 0; n < outputs; ++n) {
        added[n] = sums[n];
    }
    for (; x < whole; x += 16, w += 16) {
        const int8x16_t of_x = vldrbq_s8(x);
#pragma GCC unroll 4
        for (n = 0; n < outputs; ++n) {
            added[n] = vmladavaq_s8(added[n], of_x, vldrbq_s8(w + n * w_step));
        }
    }
    if (x < end) {
        const mve_pred16_t rest = vctp8q((uint32_t)(end - x));
        const int8x16_t of_x = vldrbq_z_s8(x, rest);
#pragma GCC unroll 4
        for (n = 0; n < outputs; ++n) {
            added[n] = vmladavaq_s8(added[n], of_x, vldrbq_z_s8(w + n * w_step, rest));
        }
    }
#pragma GCC unroll 4
    for (n = 0; n < outputs; ++n) {
        sums[n] = added[n];
    }
}

/* The same of x less its zero point, and of up to two outputs: a sum is in an even register, of which
   there are seven beside the loop's. */
QIR_KERNEL void qir_add_differences_i8(const int8_t *x, int32_t zero_point, const int8_t *w,
                                       int32_t w_step, int32_t count, int32_t *sums,
                                       const int32_t outputs)
{
    const int8_t *const end = x + count, *const whole = end - count % 16;
    int32_t added[2], of_weights[2], n;
#pragma GCC unroll 2
    for (n = 0; n < outputs; ++n) {
        added[n] = sums[n];
        of_weights[n] = 0;
    }
    for (; x < whole; x += 16, w += 16) {
        const int8x16_t of_x = vldrbq_s8(x);
#pragma GCC unroll 2
        for (n = 0; n < outputs; ++n) {
            const int8x16_t of_w = vldrbq_s8(w + n * w_step);
            added[n] = vmladavaq_s8(added[n], of_x, of_w);
            of_weights[n] = vaddvaq_s8(of_weights[n], of_w);
        }
    }
    if (x < end) {
        const mve_pred16_t rest = vctp8q((uint32_t)(end - x));
        const int8x16_t of_x = vldrbq_z_s8(x, rest);
#pragma GCC unroll 2
        for (n = 0; n < outputs; ++n) {
            const int8x16_t of_w = vldrbq_z_s8(w + n * w_step, rest);
            added[n] = vmladavaq_s8(added[n], of_x, of_w);
            of_weights[n] = vaddvaq_s8(of_weights[n], of_w);
        }
    }
#pragma GCC unroll 2
    for (n = 0; n < outputs; ++n) {
        sums[n] = added[n] - zero_point * of_weights[n];
    }
}

/* sums[outputs], plus the products of each output: of x[count] less its zero point with rows of w,
   w_step apart. */
QIR_KERNEL void qir_add_run_i8(const int8_t *x, int32_t zero_point, const int8_t *w, int32_t w_step,
                               int32_t count, int32_t *sums, const int32_t outputs)
{
    if (zero_point == 0) {
        qir_add_products_i8(x, w, w_step, count, sums, outputs);
    } else if (outputs == 1) {
        qir_add_differences_i8(x, zero_point, w, w_step, count, sums, 1);
    } else {
        int32_t n;
        for (n = 0; n < outputs; n += 2) {
            qir_add_differences_i8(x, zero_point, w + n * w_step, w_step, count, sums + n, 2);
        }
    }
}

/* x[count] times w[count], added up by four. */
QIR_SHARED float qir_dot_f32(const float *x, const float *w, int32_t count)
{
    float32x4_t sums = vdupq_n_f32(0.0F), others = sums;
    const int32_t whole = count - count % 8;
    int32_t i;
    for (i = 0; i < whole; i += 8) {
        sums = vfmaq_f32(sums, vldrwq_f32(x + i), vldrwq_f32(w + i));
        others = vfmaq_f32(others, vldrwq_f32(x + i + 4), vldrwq_f32(w + i + 4));
    }
    for (; i < count; i += 4) {
        const mve_pred16_t there = vctp32q((uint32_t)(count - i));
        sums = vfmaq_f32(sums, vldrwq_z_f32(x + i, there), vldrwq_z_f32(w + i, there));
    }
    sums = vaddq_f32(sums, others);
    return (vgetq_lane_f32(sums, 0) + vgetq_lane_f32(sums, 1)) +
           (vgetq_lane_f32(sums, 2) + vgetq_lane_f32(sums, 3));
}

/* The same of integer weights, before their scale. */
QIR_SHARED float qir_dot_w8(const float *x, const int8_t *w, int32_t count)
{
    float32x4_t sums = vdupq_n_f32(0.0F), others = sums;
    const int32_t whole = count - count % 8;
    int32_t i;
    for (i = 0; i < whole; i += 8) {
        const float32x4_t of_w = vcvtq_f32_s32(vldrbq_s32(w + i));
        const float32x4_t next = vcvtq_f32_s32(vldrbq_s32(w + i + 4));
        sums = vfmaq_f32(sums, vldrwq_f32(x + i), of_w);
        others = vfmaq_f32(others, vldrwq_f32(x + i + 4), next);
    }
    for (; i < count; i += 4) {
        const mve_pred16_t there = vctp32q((uint32_t)(count - i));
        const float32x4_t of_w = vcvtq_f32_s32(vldrbq_z_s32(w + i, there));
        sums = vfmaq_f32(sums, vldrwq_z_f32(x + i, there), of_w);
    }
    sums = vaddq_f32(sums, others);
    return (vgetq_lane_f32(sums, 0) + vgetq_lane_f32(sums, 1)) +
           (vgetq_lane_f32(sums, 2) + vgetq_lane_f32(sums, 3));
}
