/* Functions of math.h on vectors: the same numbers. */

/* The magnitude. */
QIR_KERNEL qir_f32v qir_abs_f32v(qir_f32v x)
{
    return (qir_f32v)((qir_u32v)x & 0x7FFFFFFFU);
}

/* qir_exp. */
QIR_KERNEL qir_f32v qir_exp_f32v(qir_f32v x)
{
    const qir_f32v bounded = qir_bound_f32v(x, -104.0F, 89.0F);
    const qir_f32v sum = bounded * 1.44269504F + 12582912.0F, n = sum - 12582912.0F;
    const qir_f32v r = bounded - n * 0.693359375F - n * -2.12194440e-4F;
    const qir_u32v biased = (qir_u32v)sum - 0x4B400000U + 254U, half = biased >> 1;
    qir_f32v p = r * 1.9875691500e-4F + 1.3981999507e-3F, y;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    y = p * r * r + r + 1.0F;
    return y * (qir_f32v)(half << 23) * (qir_f32v)((biased - half) << 23);
}

/* qir_tanh. */
QIR_KERNEL qir_f32v qir_tanh_f32v(qir_f32v x)
{
    const qir_f32v bounded = qir_bound_f32v(x, -7.90738964F, 7.90738964F);
    const qir_f32v square = bounded * bounded;
    qir_f32v p = square * 1.394553628e-8F + 2.10273356e-5F;
    qir_f32v q = square * 8.015776984e-7F + 3.326951409e-4F;
    p = p * square + 3.520756727e-3F;
    p = p * square + 1.3402161e-1F;
    q = q * square + 2.597254514e-2F;
    q = q * square + 4.67354834e-1F;
    q = q * square + 1.0F;
    return (square * bounded * p + bounded) / q;
}

/* qir_sigmoid. */
QIR_KERNEL qir_f32v qir_sigmoid_f32v(qir_f32v x)
{
    return 1.0F / (1.0F + qir_exp_f32v(-x));
}

/* qir_erfc. */
QIR_KERNEL qir_f32v qir_erfc_f32v(qir_f32v x)
{
    const qir_f32v z = qir_min_f32v(qir_all_f32v(10.5F), qir_abs_f32v(x));
    const qir_f32v t = 1.0F / (z + 2.0F), u = (z - 2.0F) * t;
    const qir_f32v square = z * z, high = (qir_f32v)((qir_u32v)z & 0xFFFFF000U), low = z - high;
    const qir_f32v lost = high * high - square + 2.0F * high * low + low * low;
    const qir_f32v e = qir_exp_f32v(-square);
    qir_f32v p = u * -5.168444477e-5F + -5.347895785e-4F;
    p = p * u + -7.216152735e-4F;
    p = p * u + 3.048628336e-3F;
    p = p * u + 6.433499977e-3F;
    p = p * u + -2.150464244e-2F;
    p = p * u + -3.643561527e-2F;
    p = p * u + 2.794716954e-1F;
    p = p * u + -6.871609688e-1F;
    p = p * u + 1.021582723F;
    p = p * t * (e - e * lost);
    return qir_choice_f32v((qir_u32v)(x < 0.0F), 2.0F - p, p);
}
