/* Functions of math.h on vectors, with products and sums in one: by no more than a bit other numbers. */

/* The magnitude. */
QIR_KERNEL qir_f32v qir_abs_f32v(qir_f32v x)
{
    return (qir_f32v)((qir_u32v)x & 0x7FFFFFFFU);
}

/* p x + c: a step of Horner's scheme. */
QIR_KERNEL qir_f32v qir_step_f32v(qir_f32v p, qir_f32v x, float c)
{
    return qir_fma_f32v(p, x, qir_all_f32v(c));
}

/* qir_exp. */
QIR_KERNEL qir_f32v qir_exp_f32v(qir_f32v x)
{
    const qir_f32v bounded = qir_bound_f32v(x, -104.0F, 89.0F);
    const qir_f32v sum = qir_step_f32v(bounded, qir_all_f32v(1.44269504F), 12582912.0F);
    const qir_f32v n = sum - 12582912.0F;
    const qir_f32v near = qir_fma_f32v(n, qir_all_f32v(-0.693359375F), bounded);
    const qir_f32v r = qir_fma_f32v(n, qir_all_f32v(2.12194440e-4F), near);
    const qir_u32v biased = (qir_u32v)sum - 0x4B400000U + 254U, half = biased >> 1;
    qir_f32v p = qir_step_f32v(qir_all_f32v(1.9875691500e-4F), r, 1.3981999507e-3F);
    p = qir_step_f32v(p, r, 8.3334519073e-3F);
    p = qir_step_f32v(p, r, 4.1665795894e-2F);
    p = qir_step_f32v(p, r, 1.6666665459e-1F);
    p = qir_step_f32v(p, r, 5.0000001201e-1F);
    p = qir_fma_f32v(p * r, r, r) + 1.0F;
    return p * (qir_f32v)(half << 23) * (qir_f32v)((biased - half) << 23);
}

/* qir_tanh. */
QIR_KERNEL qir_f32v qir_tanh_f32v(qir_f32v x)
{
    const qir_f32v bounded = qir_bound_f32v(x, -7.90738964F, 7.90738964F);
    const qir_f32v square = bounded * bounded;
    qir_f32v p = qir_step_f32v(qir_all_f32v(1.394553628e-8F), square, 2.10273356e-5F);
    qir_f32v q = qir_step_f32v(qir_all_f32v(8.015776984e-7F), square, 3.326951409e-4F);
    p = qir_step_f32v(p, square, 3.520756727e-3F);
    p = qir_step_f32v(p, square, 1.3402161e-1F);
    q = qir_step_f32v(q, square, 2.597254514e-2F);
    q = qir_step_f32v(q, square, 4.67354834e-1F);
    q = qir_step_f32v(q, square, 1.0F);
    return qir_fma_f32v(square * bounded, p, bounded) / q;
}

/* qir_gelu. */
QIR_KERNEL qir_f32v qir_gelu_f32v(qir_f32v x)
{
    const qir_f32v magnitude = qir_abs_f32v(x);
    const qir_f32v bounded = qir_min_f32v(magnitude, qir_all_f32v(5.5F));
    const qir_f32v square = bounded * bounded;
    const qir_u32v sign = (qir_u32v)x & 0x80000000U;
    qir_f32v p = qir_step_f32v(qir_all_f32v(2.229756646e-8F), square, 6.289774319e-6F);
    qir_f32v q = qir_step_f32v(qir_all_f32v(1.179661353e-6F), square, 7.334375550e-5F);
    qir_f32v share;
    p = qir_step_f32v(p, square, 1.689277415e-4F);
    p = qir_step_f32v(p, square, 4.677341320e-3F);
    p = qir_step_f32v(p, square, 3.392886743e-2F);
    p = qir_step_f32v(p, square, 3.989422619e-1F);
    q = qir_step_f32v(q, square, 1.885483274e-3F);
    q = qir_step_f32v(q, square, 2.867746539e-2F);
    q = qir_step_f32v(q, square, 2.517133951e-1F);
    q = qir_step_f32v(q, square, 1.0F);
    /* A half where it is more, as from 5.5 on. */
    share = qir_min_f32v(bounded * p / q, qir_all_f32v(0.5F));
    share = qir_choice_f32v((qir_u32v)(magnitude < 5.5F), share, qir_all_f32v(0.5F));
    return x * ((qir_f32v)((qir_u32v)share | sign) + 0.5F);
}

/* qir_sigmoid. */
QIR_KERNEL qir_f32v qir_sigmoid_f32v(qir_f32v x)
{
    return 1.0F / (1.0F + qir_exp_f32v(-x));
}
