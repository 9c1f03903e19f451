/* The inner loop of products, for machines without products of 8 bits. */

/* Adds to sums the products of `rows` rows of depth numbers, x_step apart, with `vectors` vectors of
   weights. Parts of rows are widened to 16 bits before they are spread. */
QIR_KERNEL void qir_tile_run(qir_i32v sums[QIR_ROWS][QIR_PANEL], const int8_t *x, int32_t x_step,
                             const int8_t *w, int32_t depth, const int32_t rows,
                             const int32_t vectors)
{
    int32_t at, k, r, v;
    for (at = 0; at < depth; at += QIR_CHUNK) {
        const int32_t count = depth - at < QIR_CHUNK ? depth - at : QIR_CHUNK;
        const int32_t whole = count / 16 * 16;
        int16_t wide[QIR_ROWS][QIR_CHUNK];
        for (k = 0; k < whole; k += 16) {
#pragma GCC unroll 8
            for (r = 0; r < QIR_ROWS && r < rows; ++r) {
                const qir_w8v part = qir_load_w8v(x + r * x_step + at + k);
                memcpy(&wide[r][k], &part, sizeof part);
            }
        }
        if (whole < count) {
            for (r = 0; r < QIR_ROWS && r < rows; ++r) {
                int8_t part[16] = {0};
                qir_w8v last;
                memcpy(part, x + r * x_step + at + whole, (size_t)(count - whole));
                last = qir_load_w8v(part);
                memcpy(&wide[r][whole], &last, sizeof last);
            }
        }
        for (k = 0; k < count; k += QIR_GROUP, w += vectors * (QIR_LANES * QIR_GROUP)) {
            qir_w8v weights[QIR_PANEL];
#pragma GCC unroll 8
            for (v = 0; v < QIR_PANEL && v < vectors; ++v) {
                weights[v] = qir_load_w8v(w + v * (QIR_LANES * QIR_GROUP));
            }
#pragma GCC unroll 8
            for (r = 0; r < QIR_ROWS && r < rows; ++r) {
                int32_t group;
                qir_x8v spread;
                memcpy(&group, &wide[r][k], sizeof group);
                spread = (qir_x8v)_mm256_set1_epi32(group);
#pragma GCC unroll 8
                for (v = 0; v < QIR_PANEL && v < vectors; ++v) {
                    sums[r][v] = qir_add_products(sums[r][v], spread, weights[v]);
                }
            }
        }
    }
}
