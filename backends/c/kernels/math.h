/* Functions of float32 without libm; bounds are in units in the last place (ulp) of the result. */

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

/* x, or the greatest number of its sign where it is infinite; NaN stays. */
QIR_KERNEL float qir_finite(float x)
{
    const uint32_t bits = qir_bits(x);
    return qir_float(bits - (uint32_t)((bits & 0x7FFFFFFFU) == 0x7F800000U));
}

/* The nearer of two bounds, or x between them; NaN stays. Bounds that are the greatest number are
   kept by integers, which takes compilers fewer instructions than a comparison of floats. */
QIR_KERNEL float qir_clamp(float x, float low, float high)
{
    const float most = 3.40282347e+38F;
    const float raised = low == -most ? x : x < low ? low : x;
    const float bounded = high == most ? raised : raised > high ? high : raised;
    return low == -most || high == most ? qir_finite(bounded) : bounded;
}

/* a where the condition is 1, b where it is 0. Both are computed, so that loops over it are
   vectorised, which a compiler does not where it makes a branch of a conditional expression. */
QIR_KERNEL float qir_choice(int condition, float a, float b)
{
    const uint32_t mask = 0U - (uint32_t)condition;
    return qir_float((qir_bits(a) & mask) | (qir_bits(b) & ~mask));
}

/* The magnitude. */
QIR_KERNEL float qir_abs(float x)
{
    return qir_float(qir_bits(x) & 0x7FFFFFFFU);
}

/* x with the sign of another number. */
QIR_KERNEL float qir_with_sign(float x, float other)
{
    return qir_float((qir_bits(x) & 0x7FFFFFFFU) | (qir_bits(other) & 0x80000000U));
}

/* The nearest integer, of two the even one. */
QIR_KERNEL float qir_round(float x)
{
    /* From 2^23 on all floats are integers, and sums with it are rounded to such. */
    const float magnitude = qir_abs(x);
    const float sum = qir_float(qir_bits(magnitude + 8388608.0F));
    return qir_with_sign(qir_choice(magnitude < 8388608.0F, sum - 8388608.0F, magnitude), x);
}

/* The greatest integer up to x. */
QIR_KERNEL float qir_floor(float x)
{
    const float nearest = qir_round(x);
    return qir_with_sign(nearest - (float)(nearest > x), x);
}

/* e^r - 1 - r for |r| of up to ln(2) / 2. S. Moshier, Cephes, 1989. */
QIR_KERNEL float qir_exp_rest(float r)
{
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    return p * r * r;
}

/* e^x; within 1.5 ulp. */
QIR_KERNEL float qir_exp(float x)
{
    /* Below, the result is 0; above, infinity; NaN stays. */
    const float bounded = qir_clamp(x, -104.0F, 89.0F);
    /* Its last bits are an integer: that next to x / log(2). */
    const float sum = qir_float(qir_bits(bounded * 1.44269504F + 12582912.0F));
    const float n = sum - 12582912.0F;
    const float r = bounded - n * 0.693359375F - n * -2.12194440e-4F;
    /* 2^n in two factors, as neither 2^128 nor 2^-150 is a float. */
    const uint32_t biased = qir_bits(sum) - 0x4B400000U + 254U, half = biased / 2U;
    const float y = qir_exp_rest(r) + r + 1.0F;
    return y * qir_float(half << 23) * qir_float((biased - half) << 23);
}

/* e^x - 1; within 3.5 ulp. */
QIR_KERNEL float qir_expm1(float x)
{
    const int is_small = qir_abs(x) < 0.34F;
    const float r = is_small ? x : 0.0F;
    return qir_choice(is_small, qir_with_sign(qir_exp_rest(r) + r, r), qir_exp(x) - 1.0F);
}

/* The natural logarithm; within 1.5 ulp; -infinity of 0, NaN of negative numbers. S. Moshier,
   Cephes, 1989. */
QIR_KERNEL float qir_log(float x)
{
    /* Numbers under the least normal one are scaled by 2^23. */
    const int is_tiny = x < 1.17549435e-38F;
    const uint32_t bits = qir_bits(x * (is_tiny ? 8388608.0F : 1.0F));
    /* x = 2^n (1 + m), with 1 + m from the root of 1/2 to that of 2. */
    const uint32_t above = bits - 0x3F3504F3U;
    const float n = (float)((int32_t)(above >> 23) - 512 * (int32_t)(above >> 31) - 23 * is_tiny);
    const float m = qir_float((above & 0x007FFFFFU) + 0x3F3504F3U) - 1.0F;
    const float square = m * m;
    float y = 7.0376836292e-2F;
    y = y * m + -1.1514610310e-1F;
    y = y * m + 1.1676998740e-1F;
    y = y * m + -1.2420140846e-1F;
    y = y * m + 1.4249322787e-1F;
    y = y * m + -1.6668057665e-1F;
    y = y * m + 2.0000714765e-1F;
    y = y * m + -2.4999993993e-1F;
    y = y * m + 3.3333331174e-1F;
    y = y * m * square + n * -2.12194440e-4F - 0.5F * square;
    y = m + y + n * 0.693359375F;
    y = qir_choice(x < INFINITY, y, x);
    y = qir_choice(x == 0.0F, -INFINITY, y);
    return qir_choice(x < 0.0F, NAN, y);
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
    /* 0, infinity and NaN are their own roots. */
    root = qir_choice((x > 0.0F) & (x < INFINITY), root, x);
    return qir_choice(x < 0.0F, NAN, root);
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

/* 1 / (1 + e^-x); within 2.5 ulp; 0 below -88.7, where that is no normal float. */
QIR_KERNEL float qir_sigmoid(float x)
{
    return 1.0F / (1.0F + qir_exp(-x));
}

/* The bits of 2 / pi, after 32 of 0. */
static const uint32_t qir_two_over_pi[9] = {
    0x00000000U, 0xA2F9836EU, 0x4E441529U, 0xFC2757D1U, 0xF534DDC0U,
    0xDB629599U, 0x3C439041U, 0xFE5163ABU, 0xDEBBC561U};

/* x less a multiple of pi / 2, within pi / 4; the multiple, modulo 4, is *quadrant. x is finite. By
   M. Payne and R. Hanek, 1983: of x = m 2^e, m times 96 bits of 2 / pi, those that count. */
QIR_KERNEL float qir_reduced_angle(float x, int32_t *quadrant)
{
    const uint32_t bits = qir_bits(x), exponent = (bits >> 23) & 255U;
    const uint32_t m = (bits & 0x007FFFFFU) | 0x00800000U;
    uint32_t start, word, shift, high, middle, low;
    uint64_t product;
    int64_t rest;
    float r;
    *quadrant = 0;
    /* Under pi / 4. */
    if ((bits & 0x7FFFFFFFU) < 0x3F490FDBU) {
        return x;
    }
    start = exponent - 120U;
    word = start / 32U;
    shift = start % 32U;
    high = qir_two_over_pi[word] << shift;
    middle = qir_two_over_pi[word + 1U] << shift;
    low = qir_two_over_pi[word + 2U] << shift;
    if (shift) {
        high |= qir_two_over_pi[word + 1U] >> (32U - shift);
        middle |= qir_two_over_pi[word + 2U] >> (32U - shift);
        low |= qir_two_over_pi[word + 3U] >> (32U - shift);
    }
    /* In units of 2^-62, modulo 4. */
    product = ((uint64_t)(m * high) << 32) + (uint64_t)m * middle + (((uint64_t)m * low) >> 32);
    *quadrant = (int32_t)((product + (1ULL << 61)) >> 62) & 3;
    product += 1ULL << 61;
    rest = (int64_t)(product & ((1ULL << 62) - 1ULL)) - (int64_t)(1ULL << 61);
    r = (float)rest * 3.40612158e-19F;
    if (bits >> 31) {
        *quadrant = (4 - *quadrant) & 3;
        r = -r;
    }
    return r;
}

/* The sine, or cosine, `quadrant` being 0 or 1, of an angle in radians; within 2.5 ulp; NaN of
   infinity. Polynomials by S. Moshier, Cephes, 1989. */
QIR_KERNEL float qir_sine(float x, int32_t quadrant)
{
    int32_t turned;
    float r, square, y;
    if (!(qir_abs(x) < INFINITY)) {
        return NAN;
    }
    r = qir_reduced_angle(x, &turned);
    square = r * r;
    quadrant += turned;
    if (quadrant & 1) {
        y = 2.443315711809948e-5F;
        y = y * square + -1.388731625493765e-3F;
        y = y * square + 4.166664568298827e-2F;
        y = y * square * square - 0.5F * square + 1.0F;
    } else {
        y = -1.9515295891e-4F;
        y = y * square + 8.3321608736e-3F;
        y = y * square + -1.6666654611e-1F;
        y = qir_with_sign(y * square * r + r, r);
    }
    return quadrant & 2 ? -y : y;
}

/* x times the normal distribution's share up to x, x / 2 (1 + erf(x / root of 2)); within 2^-21.5 |x|.
   The share less 1/2 is x p(x^2) / q(x^2), polynomials fitted to it up to 5.6; from 5.5 on it is 1/2
   to the last bit. */
QIR_KERNEL float qir_gelu(float x)
{
    const float magnitude = qir_abs(x), bounded = magnitude < 5.5F ? magnitude : 5.5F;
    const float square = bounded * bounded;
    float p = 2.229756646e-8F, q = 1.179661353e-6F, share;
    p = p * square + 6.289774319e-6F;
    p = p * square + 1.689277415e-4F;
    p = p * square + 4.677341320e-3F;
    p = p * square + 3.392886743e-2F;
    p = p * square + 3.989422619e-1F;
    q = q * square + 7.334375550e-5F;
    q = q * square + 1.885483274e-3F;
    q = q * square + 2.867746539e-2F;
    q = q * square + 2.517133951e-1F;
    q = q * square + 1.0F;
    share = qir_choice(magnitude < 5.5F, bounded * p / q, 0.5F);
    return x * (0.5F + qir_with_sign(share < 0.5F ? share : 0.5F, x));
}

/* x^y; within 1 ulp, for any two floats as C's pow has it. By logarithm and power in float64. */
QIR_KERNEL float qir_pow(float x, float y)
{
    const float magnitude = qir_abs(x);
    const int is_tiny = magnitude < 1.17549435e-38F;
    const uint32_t bits = qir_bits(is_tiny ? magnitude * 8388608.0F : magnitude);
    const uint32_t above = bits - 0x3F3504F3U;
    const int32_t n = (int32_t)(above >> 23) - (above >> 31 ? 512 : 0) - (is_tiny ? 23 : 0);
    const double m = (double)qir_float((above & 0x007FFFFFU) + 0x3F3504F3U);
    const double s = (m - 1.0) / (m + 1.0), square = s * s;
    const int is_integer = qir_floor(y) == y;
    const float halved = 0.5F * y;
    const int is_odd = is_integer && qir_abs(y) < 16777216.0F && qir_floor(halved) != halved;
    double log, power, term, sum;
    int32_t k, i;
    float found;
    if (x == 1.0F || y == 0.0F) {
        return 1.0F;
    }
    if (x != x || y != y) {
        return x + y;
    }
    if (!(qir_abs(y) < INFINITY)) {
        return magnitude == 1.0F ? 1.0F : (magnitude > 1.0F) == (y > 0.0F) ? INFINITY : 0.0F;
    }
    if (magnitude == 0.0F || !(magnitude < INFINITY)) {
        found = (magnitude > 1.0F) == (y > 0.0F) ? INFINITY : 0.0F;
        return is_odd && qir_bits(x) >> 31 ? -found : found;
    }
    if (x < 0.0F && !is_integer) {
        return NAN;
    }
    /* log((1 + s) / (1 - s)) = 2 (s + s^3 / 3 + ...), |s| up to 0.172. */
    sum = 1.0 / 15.0;
    for (i = 13; i > 0; i -= 2) {
        sum = sum * square + 1.0 / (double)i;
    }
    log = (double)y * (2.0 * s * sum + (double)n * 0.69314718055994531);
    log = log > -110.0 ? (log < 90.0 ? log : 90.0) : -110.0;
    k = (int32_t)(log * 1.4426950408889634 + (log < 0.0 ? -0.5 : 0.5));
    power = log - (double)k * 0.69314718055994531;
    sum = term = 1.0;
    for (i = 1; i <= 10; ++i) {
        term *= power / (double)i;
        sum += term;
    }
    /* Twice a power of two that float32 has; float64 holds the product, which is rounded once. */
    sum *= (double)qir_float((uint32_t)(k / 2 + 127) << 23);
    sum *= (double)qir_float((uint32_t)(k - k / 2 + 127) << 23);
    found = sum > 3.4028235677973366e38 ? INFINITY : (float)sum;
    return is_odd && x < 0.0F ? -found : found;
}
