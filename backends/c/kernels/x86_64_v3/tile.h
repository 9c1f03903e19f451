/* The inner loop of products where these are of 16 bits: rows are widened to that, part by part. */

/* How many numbers of a row are widened at once. */
#define QIR_WIDENED 256

/* wide[count] = x, fewer than 16, and a 0 behind to fill a group. */
QIR_KERNEL void qir_widen_some(const int8_t *x, int16_t *wide, int32_t count)
{
    int32_t i = 0;
    if (count >= 8) {
        const __m128i some = _mm_cvtepi8_epi16(_mm_loadu_si64(x));
        memcpy(wide, &some, sizeof some);
        i = 8;
    }
    for (; i < count; ++i) {
        wide[i] = x[i];
    }
    if (count % QIR_GROUP) {
        wide[count] = 0;
    }
}

/* Adds to sums the products of `rows` rows of depth numbers, x_step apart, and of `vectors` vectors of
   weights. */
QIR_KERNEL void qir_tile_run(qir_i32v sums[QIR_ROWS][QIR_PANEL], const int8_t *x, int32_t x_step,
                             const int8_t *w, int32_t depth, const int32_t rows,
                             const int32_t vectors)
{
    int16_t wide[QIR_ROWS][QIR_WIDENED];
    int32_t at, k, r, v;
    for (at = 0; at < depth; at += QIR_WIDENED) {
        const int32_t count = depth - at < QIR_WIDENED ? depth - at : QIR_WIDENED;
        const int32_t whole = count / 16 * 16;
        for (k = 0; k < whole; k += 16) {
            QIR_UNROLL
            for (r = 0; r < rows; ++r) {
                const qir_x8v some = qir_load_w8v(x + r * x_step + at + k);
                memcpy(&wide[r][k], &some, sizeof some);
            }
        }
        for (r = 0; r < rows && whole < count; ++r) {
            qir_widen_some(x + r * x_step + at + whole, wide[r] + whole, count - whole);
        }
        for (k = 0; k < count; k += QIR_GROUP, w += vectors * (QIR_LANES * QIR_GROUP)) {
            qir_w8v weights[QIR_PANEL];
            QIR_UNROLL
            for (v = 0; v < vectors; ++v) {
                weights[v] = qir_load_w8v(w + v * (QIR_LANES * QIR_GROUP));
            }
            QIR_UNROLL
            for (r = 0; r < rows; ++r) {
                int32_t group;
                memcpy(&group, &wide[r][k], sizeof group);
                QIR_UNROLL
                for (v = 0; v < vectors; ++v) {
                    const qir_x8v spread = (qir_x8v)_mm256_set1_epi32(group);
                    sums[r][v] = qir_add_products(sums[r][v], spread, weights[v]);
                }
            }
        }
    }
}
