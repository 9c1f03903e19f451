/* Activations quantized by Helium. Its floats that are nearly 0 become 0, those below 1.2e-38: so bounds
   are compared as integers, and rows are scaled by vectors only where that makes no difference. */

/* The least and the greatest of x[count] and 0; NaNs are passed over. Bits of floats compare as integers,
   those of negative ones in reverse. */
QIR_SHARED void qir_bounds(const float *x, int32_t count, float *low, float *high)
{
    const int32x4_t sign = vdupq_n_s32(-0x7FFFFFFF - 1), infinity = vdupq_n_s32(0x7F800000);
    int32x4_t least = vdupq_n_s32(0), greatest = least;
    int32_t i, of_low, of_high;
    for (i = 0; i < count; i += 4) {
        const mve_pred16_t there = vctp32q((uint32_t)(count - i));
        const int32x4_t bits = vreinterpretq_s32_f32(vldrwq_z_f32(x + i, there));
        const mve_pred16_t is_number = vcmpleq_s32(vbicq_s32(bits, sign), infinity);
        greatest = vmaxq_m_s32(greatest, greatest, bits, is_number);
        least = vmaxq_m_s32(least, least, veorq_s32(bits, sign), is_number);
    }
    of_low = vmaxvq_s32(0, least);
    of_high = vmaxvq_s32(0, greatest);
    memcpy(low, &of_low, sizeof of_low);
    memcpy(high, &of_high, sizeof of_high);
    *low = 0.0F - *low;
}

/* q[count] = the integers nearest to x[count] * inverse between least and most, plus a zero point. */
QIR_SHARED void qir_nearest_row(const float *x, int8_t *q, int32_t count, float inverse, float least,
                                float most, int32_t zero_point)
{
    const int32_t whole = count - count % 8;
    const uint32x4_t sign = vdupq_n_u32(0x80000000U);
    const uint32x4_t half = vreinterpretq_u32_f32(vdupq_n_f32(0.5F));
    int32_t i = 0;
    for (; inverse < 1.0e30F && i < whole; i += 4) {
        const float32x4_t scaled = vmulq_n_f32(vldrwq_f32(x + i), inverse);
        const float32x4_t above = vmaxnmq_f32(scaled, vdupq_n_f32(least));
        const float32x4_t bounded = vminnmq_f32(above, vdupq_n_f32(most));
        const uint32x4_t of_sign = vandq_u32(vreinterpretq_u32_f32(bounded), sign);
        const float32x4_t added = vreinterpretq_f32_u32(vorrq_u32(of_sign, half));
        const int32x4_t cut = vcvtq_s32_f32(vaddq_f32(bounded, added));
        vstrbq_s32(q + i, vaddq_n_s32(cut, zero_point));
    }
    for (; i < count; ++i) {
        q[i] = (int8_t)(qir_nearest(x[i] * inverse, least, most, i < whole) + zero_point);
    }
}
