/* Functions of float32 without libm; bounds are in units in the last place of the result. */

/* e^x; within 2 ulp; 0 below -87.3, infinity above 88.7. S. Moshier, Cephes, 1989. */
QIR_KERNEL float qir_exp(float x)
{
    float n, r, p;
    int32_t bits;
    if (!(x > -87.33654F)) {
        return x != x ? x : 0.0F;
    }
    if (x > 88.72283F) {
        return INFINITY;
    }
    n = (float)(int32_t)(x * 1.44269504F + (x < 0.0F ? -0.5F : 0.5F));
    r = x - n * 0.693359375F - n * -2.12194440e-4F;
    p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    /* 2^n in two steps, as 2^128 is no float. */
    bits = ((int32_t)n / 2 + 127) * (1 << 23);
    memcpy(&r, &bits, sizeof r);
    p *= r;
    bits = ((int32_t)n - (int32_t)n / 2 + 127) * (1 << 23);
    memcpy(&r, &bits, sizeof r);
    return p * r;
}

/* The nearer of two bounds, or x between them; NaN stays. */
QIR_KERNEL float qir_clamp(float x, float low, float high)
{
    return x < low ? low : x > high ? high : x;
}
