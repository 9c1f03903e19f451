/* Activation functions fused into an op that are more than two bounds. */

/* tanh(x) as a rational function, to the last bit that of rule A6 of semantics.md; within 3 ulp.
   Coefficients: S. Filip, rminimax. */
QIR_KERNEL float qir_tanh_rational(float x)
{
    float square, p, q;
    x = qir_clamp(x, -7.90738964F, 7.90738964F);
    square = x * x;
    p = 1.394553628e-8F;
    p = p * square + 2.10273356e-5F;
    p = p * square + 3.520756727e-3F;
    p = p * square + 1.3402161e-1F;
    q = 8.015776984e-7F;
    q = q * square + 3.326951409e-4F;
    q = q * square + 2.597254514e-2F;
    q = q * square + 4.67354834e-1F;
    q = q * square + 1.0F;
    return (square * x * p + x) / q;
}

/* output[count] = tanh of input[count] (rule A6). output may be input. */
QIR_KERNEL void qir_tanh_rational_f32(const float *input, float *output, int32_t count)
{
    int32_t i;
    for (i = 0; i < count; ++i) {
        output[i] = qir_tanh_rational(input[i]);
    }
}
