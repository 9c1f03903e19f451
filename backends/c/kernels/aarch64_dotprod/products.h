/* Products of groups of 4, which one instruction adds up in each lane. It takes a group of activations
   out of a vector, so that one is loaded for four groups. */

#define QIR_GROUP 4

#define QIR_ROWS 5

/* Sums plus the products of a group in each lane: of group `step` of those in x. */
QIR_KERNEL qir_i32v qir_add_products_of(qir_i32v sums, qir_x8v x, qir_w8v w, const int32_t step)
{
    const int32x4_t all = (int32x4_t)sums;
    switch (step) {
    case 0:
        return (qir_i32v)vdotq_laneq_s32(all, (int8x16_t)w, (int8x16_t)x, 0);
    case 1:
        return (qir_i32v)vdotq_laneq_s32(all, (int8x16_t)w, (int8x16_t)x, 1);
    case 2:
        return (qir_i32v)vdotq_laneq_s32(all, (int8x16_t)w, (int8x16_t)x, 2);
    default:
        return (qir_i32v)vdotq_laneq_s32(all, (int8x16_t)w, (int8x16_t)x, 3);
    }
}

/* The last `count` <= QIR_GROUP of `depth` activations from x on, followed by 0. */
QIR_KERNEL qir_x8v qir_last_group(const int8_t *x, int32_t count, int32_t depth)
{
    uint32_t group;
    if (depth < QIR_GROUP) {
        group = (uint8_t)x[0];
        group |= count > 1 ? (uint32_t)(uint8_t)x[1] << 8 : 0U;
        group |= count > 2 ? (uint32_t)(uint8_t)x[2] << 16 : 0U;
    } else {
        memcpy(&group, x + depth - QIR_GROUP, sizeof group);
        group >>= 8 * (QIR_GROUP - count);
    }
    return (qir_x8v)vdupq_n_u32(group);
}

/* Adds the products of group `step` of what is seen of each row to sums. */
QIR_KERNEL void qir_add_groups(qir_i32v sums[][QIR_PANEL], const qir_x8v *seen, const int8_t *w,
                               const int32_t rows, const int32_t vectors, const int32_t step)
{
    int32_t r, v;
    QIR_UNROLL
    for (v = 0; v < vectors; ++v) {
        const qir_w8v weights = qir_load_w8v(w + v * (QIR_LANES * QIR_GROUP));
        QIR_UNROLL
        for (r = 0; r < rows; ++r) {
            sums[r][v] = qir_add_products_of(sums[r][v], seen[r], weights, step);
        }
    }
}

/* Adds the products of `rows` rows from x on, and `vectors` vectors of outputs, to sums. */
QIR_KERNEL void qir_tile_products(const qir_product *p, const int8_t *x, const int8_t *w,
                                  qir_i32v sums[][QIR_PANEL], const int32_t rows,
                                  const int32_t vectors)
{
    const int32_t step = 4 * QIR_GROUP, bytes = QIR_LANES * QIR_GROUP;
    const int32_t whole = p->depth / QIR_GROUP * QIR_GROUP, rest = p->depth - whole;
    qir_x8v seen[QIR_ROWS];
    int32_t i, j, k, r, s;
    for (i = 0; i < p->tap_rows; ++i) {
        for (j = 0; j < p->tap_columns; ++j) {
            const int8_t *from = x + i * p->row_step + j * p->column_step;
            for (k = 0; k + step <= p->depth; k += step, w += 4 * vectors * bytes) {
                QIR_UNROLL
                for (r = 0; r < rows; ++r) {
                    memcpy(&seen[r], from + r * p->x_step + k, sizeof seen[r]);
                }
                QIR_UNROLL
                for (s = 0; s < 4; ++s) {
                    qir_add_groups(sums, seen, w + s * vectors * bytes, rows, vectors, s);
                }
            }
            for (; k < whole; k += QIR_GROUP, w += vectors * bytes) {
                QIR_UNROLL
                for (r = 0; r < rows; ++r) {
                    seen[r] = qir_last_group(from + r * p->x_step + k, QIR_GROUP, QIR_GROUP);
                }
                qir_add_groups(sums, seen, w, rows, vectors, 0);
            }
            if (rest) {
                QIR_UNROLL
                for (r = 0; r < rows; ++r) {
                    seen[r] = qir_last_group(from + r * p->x_step, rest, p->depth);
                }
                qir_add_groups(sums, seen, w, rows, vectors, 0);
                w += vectors * bytes;
            }
        }
    }
}
