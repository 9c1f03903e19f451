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

/* Adds the products of `rows` rows from x on, and `vectors` vectors of outputs, to sums. */
QIR_KERNEL void qir_tile_products(const qir_product *p, qir_i32v sums[QIR_ROWS][QIR_PANEL],
                                  const int8_t *x, const int8_t *w, const int32_t rows,
                                  const int32_t vectors)
{
    int16_t wide[QIR_ROWS][QIR_WIDENED];
    int32_t i, j, at, k, r, v;
    for (i = 0; i < p->tap_rows; ++i) {
        for (j = 0; j < p->tap_columns; ++j) {
            for (at = 0; at < p->depth; at += QIR_WIDENED) {
                const int8_t *from = x + i * p->row_step + j * p->column_step + at;
                const int32_t left = p->depth - at;
                const int32_t count = left < QIR_WIDENED ? left : QIR_WIDENED;
                const int32_t whole = count / 16 * 16;
                for (k = 0; k < whole; k += 16) {
                    QIR_UNROLL
                    for (r = 0; r < rows; ++r) {
                        const qir_x8v some = qir_load_w8v(from + r * p->x_step + k);
                        memcpy(&wide[r][k], &some, sizeof some);
                    }
                }
                for (r = 0; r < rows && whole < count; ++r) {
                    qir_widen_some(from + r * p->x_step + whole, wide[r] + whole, count - whole);
                }
                for (k = 0; k < count; k += QIR_GROUP, w += vectors * (QIR_LANES * QIR_GROUP)) {
                    qir_w8v weights[QIR_PANEL];
                    QIR_UNROLL
                    for (v = 0; v < vectors; ++v) {
                        weights[v] = qir_load_w8v(w + v * (QIR_LANES * QIR_GROUP));
                    }
                    QIR_UNROLL
                    for (r = 0; r < rows; ++r) {
                        const qir_x8v spread = qir_spread(wide[r] + k);
                        QIR_UNROLL
                        for (v = 0; v < vectors; ++v) {
                            sums[r][v] = qir_add_products(sums[r][v], spread, weights[v]);
                        }
                    }
                }
            }
        }
    }
}
