/* The same definitions as in math.h and activation.h: this file goes when those are there. */

/* The bits of a float. */
QIR_KERNEL uint32_t qir_bits(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* The float of these bits. */
QIR_KERNEL float qir_float(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The square root; within 1 ulp; NaN of negative numbers. An estimate from the bits (C. Lomont,
   2003), two steps of Newton's iteration for 1 / root, and one of Heron's for the root. */
QIR_KERNEL float qir_sqrt(float x)
{
    /* By a power of 4 to where neither x nor 1 / x is lost. */
    const int is_tiny = x < 1.0e-19F, is_huge = x > 1.0e19F;
    const float a = x * (is_tiny ? 1.84467441e19F : is_huge ? 5.42101086e-20F : 1.0F);
    float y = qir_float(0x5F375A86U - (qir_bits(a) >> 1)), root;
    y = y * (1.5F - 0.5F * a * y * y);
    y = y * (1.5F - 0.5F * a * y * y);
    root = a * y;
    root = 0.5F * (root + a / root);
    root *= is_tiny ? 2.32830644e-10F : is_huge ? 4.29496730e9F : 1.0F;
    root = x == 0.0F ? x : x < 0.0F ? NAN : root;
    return x < INFINITY ? root : x;
}

/* tanh as rule A6 of semantics.md has it; within 5 ulp. */
QIR_KERNEL float qir_tanh(float x)
{
    const float bounded = qir_clamp(x, -7.90738964F, 7.90738964F);
    const float square = bounded * bounded;
    float p = 1.394553628e-8F, q = 8.015776984e-7F;
    p = p * square + 2.10273356e-5F;
    p = p * square + 3.520756727e-3F;
    p = p * square + 1.3402161e-1F;
    q = q * square + 3.326951409e-4F;
    q = q * square + 2.597254514e-2F;
    q = q * square + 4.67354834e-1F;
    q = q * square + 1.0F;
    return (square * bounded * p + bounded) / q;
}

/* output[size] = tanh x. output may be input. */
QIR_KERNEL void qir_tanh_f32(const float *input, float *output, int32_t size)
{
    int32_t i;
    for (i = 0; i < size; ++i) {
        output[i] = qir_tanh(input[i]);
    }
}
