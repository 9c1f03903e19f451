/* Products of groups of 8: one instruction adds those of two rows with two outputs to the four sums of
   a block: of the first row with both outputs, then of the second. */

#define QIR_GROUP 8

#define QIR_ROWS 4

/* The first halves of a and of b. */
QIR_KERNEL qir_i32v qir_first_halves(qir_i32v a, qir_i32v b)
{
    return (qir_i32v)vzip1q_s64((int64x2_t)a, (int64x2_t)b);
}

/* The second halves. */
QIR_KERNEL qir_i32v qir_second_halves(qir_i32v a, qir_i32v b)
{
    return (qir_i32v)vzip2q_s64((int64x2_t)a, (int64x2_t)b);
}

/* The last `count` <= QIR_GROUP of `depth` activations from x on, followed by 0. */
QIR_KERNEL int8x8_t qir_last_group(const int8_t *x, int32_t count, int32_t depth)
{
    uint64_t group = 0;
    int32_t i;
    if (count == QIR_GROUP) {
        return vld1_s8(x + depth - QIR_GROUP);
    }
    if (depth < QIR_GROUP) {
        for (i = 0; i < count; ++i) {
            group |= (uint64_t)(uint8_t)x[i] << (8 * i);
        }
    } else {
        memcpy(&group, x + depth - QIR_GROUP, sizeof group);
        group >>= 8 * (QIR_GROUP - count);
    }
    return vcreate_s8(group);
}

/* Adds the products of the last `count` <= QIR_GROUP of `depth` activations of each row to blocks. */
QIR_KERNEL void qir_add_blocks(const int8_t *x, int32_t x_step, const int8_t *w, int32_t count,
                               int32_t depth, qir_i32v blocks[][2 * QIR_PANEL],
                               const int32_t rows, const int32_t vectors)
{
    const int32_t pairs = (rows + 1) / 2, halves = 2 * vectors;
    int8x16_t seen[QIR_ROWS / 2];
    int32_t q, v;
    QIR_UNROLL
    for (q = 0; q < pairs; ++q) {
        const int32_t second = 2 * q + 1 < rows ? 2 * q + 1 : 2 * q;
        seen[q] = vcombine_s8(qir_last_group(x + 2 * q * x_step, count, depth),
                              qir_last_group(x + second * x_step, count, depth));
    }
    QIR_UNROLL
    for (v = 0; v < halves; ++v) {
        const int8x16_t weights = (int8x16_t)qir_load_w8v(w + v * (2 * QIR_GROUP));
        QIR_UNROLL
        for (q = 0; q < pairs; ++q) {
            blocks[q][v] = (qir_i32v)vmmlaq_s32((int32x4_t)blocks[q][v], seen[q], weights);
        }
    }
}

/* Adds the products of `rows` rows from x on, and `vectors` vectors of outputs, to sums. Of a last row
   that has no other, both rows of its blocks are that. */
QIR_KERNEL void qir_tile_products(const qir_product *p, const int8_t *x, const int8_t *w,
                                  qir_i32v sums[][QIR_PANEL], const int32_t rows,
                                  const int32_t vectors)
{
    const int32_t whole = p->depth / QIR_GROUP * QIR_GROUP, rest = p->depth - whole;
    const int32_t pairs = (rows + 1) / 2, bytes = vectors * (QIR_LANES * QIR_GROUP);
    qir_i32v blocks[QIR_ROWS / 2][2 * QIR_PANEL];
    int32_t i, j, k, q, v;
    QIR_UNROLL
    for (q = 0; q < pairs; ++q) {
        const int32_t second = 2 * q + 1 < rows ? 2 * q + 1 : 2 * q;
        QIR_UNROLL
        for (v = 0; v < vectors; ++v) {
            blocks[q][2 * v] = qir_first_halves(sums[2 * q][v], sums[second][v]);
            blocks[q][2 * v + 1] = qir_second_halves(sums[2 * q][v], sums[second][v]);
        }
    }
    for (i = 0; i < p->tap_rows; ++i) {
        for (j = 0; j < p->tap_columns; ++j) {
            const int8_t *from = x + i * p->row_step + j * p->column_step;
            for (k = 0; k < whole; k += QIR_GROUP, w += bytes) {
                qir_add_blocks(from + k, p->x_step, w, QIR_GROUP, QIR_GROUP, blocks, rows, vectors);
            }
            if (rest) {
                qir_add_blocks(from, p->x_step, w, rest, p->depth, blocks, rows, vectors);
                w += bytes;
            }
        }
    }
    QIR_UNROLL
    for (q = 0; q < pairs; ++q) {
        const int32_t second = 2 * q + 1 < rows ? 2 * q + 1 : 2 * q;
        QIR_UNROLL
        for (v = 0; v < vectors; ++v) {
            const qir_i32v left = blocks[q][2 * v], right = blocks[q][2 * v + 1];
            sums[second][v] = qir_second_halves(left, right);
            sums[2 * q][v] = qir_first_halves(left, right);
        }
    }
}
