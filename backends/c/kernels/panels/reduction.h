/* Sums and extremes along axes, by vectors. */

/* Vectors of the 16 parts of sums. */
#define QIR_PARTS (16 / QIR_LANES)

/* The sum of x[count]; in 16 parts, which compilers add up at once. */
QIR_KERNEL float qir_sum(const float *x, int32_t count)
{
    qir_f32v parts[QIR_PARTS] = {{0.0F}};
    int32_t i, k, v;
    for (i = 0; i < count; i += 16) {
        QIR_UNROLL
        for (v = 0; v < QIR_PARTS; ++v) {
            const int32_t at = i + v * QIR_LANES;
            if (at < count) {
                parts[v] += qir_load_f32v(x + at, count - at);
            }
        }
    }
    QIR_UNROLL
    for (k = QIR_PARTS / 2; k > 0; k /= 2) {
        QIR_UNROLL
        for (v = 0; v < k; ++v) {
            parts[v] += parts[v + k];
        }
    }
    return qir_sum_f32v(parts[0]);
}

/* The greatest of x[count], or `least`; NaNs are passed over. */
QIR_KERNEL float qir_greatest(const float *x, int32_t count, float least)
{
    const int32_t whole = count / QIR_LANES * QIR_LANES;
    qir_f32v most = qir_all_f32v(least);
    float found;
    int32_t i;
    for (i = 0; i < whole; i += QIR_LANES) {
        most = qir_max_f32v(qir_load_all_f32v(x + i), most);
    }
    found = qir_greatest_f32v(most);
    for (i = whole; i < count; ++i) {
        found = x[i] > found ? x[i] : found;
    }
    return found;
}

/* `vectors` vectors of a sum along axes, as qir_sum_f32 has it, of which y[count] are left. */
QIR_KERNEL void qir_sum_columns(const float *x, float *y, int32_t first, int32_t second,
                                int32_t first_step, int32_t second_step, float divisor,
                                int32_t count, const int32_t vectors)
{
    qir_f32v sums[4];
    int32_t f, s, v;
    QIR_UNROLL
    for (v = 0; v < vectors; ++v) {
        sums[v] = qir_all_f32v(0.0F);
    }
    for (f = 0; f < first; ++f) {
        for (s = 0; s < second; ++s) {
            const float *from = x + f * first_step + s * second_step;
            QIR_UNROLL
            for (v = 0; v < vectors; ++v) {
                sums[v] += qir_load_f32v(from + v * QIR_LANES, count - v * QIR_LANES);
            }
        }
    }
    QIR_UNROLL
    for (v = 0; v < vectors; ++v) {
        qir_store_f32v(y + v * QIR_LANES, sums[v] / divisor, count - v * QIR_LANES);
    }
}

/* output[outer][middle][inner] = the sum of input[outer][first][middle][second][inner] along first
   and second, over divisor. */
QIR_KERNEL void qir_sum_f32(const float *input, float *output, int32_t outer, int32_t first,
                            int32_t middle, int32_t second, int32_t inner, float divisor)
{
    const int32_t first_step = middle * second * inner;
    int32_t o, f, m, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            const float *x = input + (o * first * middle + m) * second * inner;
            float *y = output + (o * middle + m) * inner;
            if (inner == 1) {
                y[0] = 0.0F;
                for (f = 0; f < first; ++f) {
                    y[0] += qir_sum(x + f * first_step, second);
                }
                y[0] /= divisor;
                continue;
            }
            for (i = 0; inner - i >= 4 * QIR_LANES; i += 4 * QIR_LANES) {
                qir_sum_columns(x + i, y + i, first, second, first_step, inner, divisor, inner - i,
                                4);
            }
            for (; i < inner; i += QIR_LANES) {
                qir_sum_columns(x + i, y + i, first, second, first_step, inner, divisor, inner - i,
                                1);
            }
        }
    }
}
