/* Sums of products of int8, for machines that add several at once: rows M and C of semantics.md.
   Weights lie in panels, see PanelsAttr in qir/dialects/c.py. A machine says how wide these are and how
   its vectors work: QIR_LANES outputs in a vector, QIR_PANEL vectors in a panel, QIR_GROUP products in
   a lane, QIR_ROWS rows at once, and QIR_OFFSET, which it adds to activations as it reads them. */

/* Outputs of a panel. */
#define QIR_WIDTH (QIR_PANEL * QIR_LANES)

/* What all rows of a product share. A row is tap_rows of tap_columns of depth numbers, row_step and
   column_step apart, and the next row begins x_step later; it has the next scale and zero point where
   scale_step is 1. weights, sums, scales and bias are of the first output; a row of results has y_step
   floats from the next. */
typedef struct qir_product {
    const int8_t *weights;
    const int32_t *sums;
    const float *scales;
    const float *bias;
    int32_t tap_rows, tap_columns, row_step, column_step, depth;
    int32_t x_step, y_step, scale_step;
    float low, high;
} qir_product;

/* Adds to sums the products of `rows` rows of depth numbers, x_step apart, and of `vectors` vectors of
   weights. */
QIR_KERNEL void qir_tile_run(qir_i32v sums[QIR_ROWS][QIR_PANEL], const int8_t *x, int32_t x_step,
                             const int8_t *w, int32_t depth, const int32_t rows,
                             const int32_t vectors)
{
    const int32_t whole = depth / QIR_GROUP * QIR_GROUP, rest = depth - whole;
    int32_t k, r, v;
    for (k = 0; k < whole; k += QIR_GROUP, w += vectors * (QIR_LANES * QIR_GROUP)) {
        qir_w8v weights[QIR_PANEL];
        QIR_UNROLL
        for (v = 0; v < vectors; ++v) {
            weights[v] = qir_load_w8v(w + v * (QIR_LANES * QIR_GROUP));
        }
        QIR_UNROLL
        for (r = 0; r < rows; ++r) {
            const qir_x8v spread = qir_spread(x + r * x_step + k);
            QIR_UNROLL
            for (v = 0; v < vectors; ++v) {
                sums[r][v] = qir_add_products(sums[r][v], spread, weights[v]);
            }
        }
    }
    if (rest) {
        QIR_UNROLL
        for (r = 0; r < rows; ++r) {
            const qir_x8v spread = qir_spread_some(x + r * x_step + whole, rest);
            QIR_UNROLL
            for (v = 0; v < vectors; ++v) {
                const qir_w8v weights = qir_load_w8v(w + v * (QIR_LANES * QIR_GROUP));
                sums[r][v] = qir_add_products(sums[r][v], spread, weights);
            }
        }
    }
}

/* The same of all taps of the rows. */
QIR_KERNEL void qir_tile_products(const qir_product *p, qir_i32v sums[QIR_ROWS][QIR_PANEL],
                                  const int8_t *x, const int8_t *w, const int32_t rows,
                                  const int32_t vectors)
{
    const int32_t padded = (p->depth + QIR_GROUP - 1) / QIR_GROUP * QIR_GROUP;
    int32_t i, j;
    for (i = 0; i < p->tap_rows; ++i) {
        for (j = 0; j < p->tap_columns; ++j) {
            qir_tile_run(sums, x + i * p->row_step + j * p->column_step, p->x_step, w, p->depth,
                         rows, vectors);
            w += vectors * QIR_LANES * padded;
        }
    }
}

/* Results of `rows` rows and `vectors` vectors of outputs, of which there are `columns`. */
QIR_KERNEL void qir_tile_rows(const qir_product *p, const int8_t *x, const float *scales,
                              const int32_t *zero_points, const float *added, float *y,
                              const int8_t *w, int32_t n, int32_t columns, const int32_t rows,
                              const int32_t vectors)
{
    /* What is stored cannot change these. */
    const float low = p->low, high = p->high;
    const int32_t y_step = p->y_step, scale_step = p->scale_step;
    qir_i32v sums[QIR_ROWS][QIR_PANEL];
    int32_t r, v;
    QIR_UNROLL
    for (v = 0; v < vectors; ++v) {
        /* Of all but the last nothing is to be left out. */
        const int32_t count = v + 1 < vectors ? QIR_LANES : columns - v * QIR_LANES;
        const qir_i32v total = qir_load_i32v(p->sums + n + v * QIR_LANES, count);
        QIR_UNROLL
        for (r = 0; r < rows; ++r) {
            sums[r][v] = total * -(zero_points[r * scale_step] + QIR_OFFSET);
        }
    }
    qir_tile_products(p, sums, x, w, rows, vectors);
    QIR_UNROLL
    for (v = 0; v < vectors; ++v) {
        const int32_t count = v + 1 < vectors ? QIR_LANES : columns - v * QIR_LANES;
        const int32_t at = n + v * QIR_LANES;
        const qir_f32v of_weights = qir_load_f32v(p->scales + at, count);
        const qir_f32v bias = qir_load_given_f32v(p->bias, at, count);
        QIR_UNROLL
        for (r = 0; r < rows; ++r) {
            qir_f32v real = qir_to_f32v(sums[r][v]) * (of_weights * scales[r * scale_step]);
            real += bias;
            if (added) {
                real += qir_load_f32v(added + r * y_step + at, count);
            }
            qir_store_f32v(y + r * y_step + at, qir_clamp_f32v(real, low, high), count);
        }
    }
}

/* The same of `rows` rows, for those panels that begin at outputs from `first` to before `end`. */
QIR_KERNEL void qir_tile_panels(const qir_product *p, const int8_t *x, const float *scales,
                                const int32_t *zero_points, const float *added, float *y,
                                int32_t first, int32_t end, const int32_t rows)
{
    const int32_t padded = (p->depth + QIR_GROUP - 1) / QIR_GROUP * QIR_GROUP;
    const int32_t deep = p->tap_rows * p->tap_columns * padded;
    int32_t n;
    for (n = first; n < end; n += QIR_WIDTH) {
        const int8_t *w = p->weights + n * deep;
        const int32_t columns = end - n;
        if (columns >= QIR_WIDTH) {
            /* Of all lanes: nothing is to be left out. */
            qir_tile_rows(p, x, scales, zero_points, added, y, w, n, QIR_WIDTH, rows, QIR_PANEL);
            continue;
        }
#if QIR_PANEL > 2
        if (columns > 3 * QIR_LANES) {
            qir_tile_rows(p, x, scales, zero_points, added, y, w, n, columns, rows, 4);
            continue;
        }
        if (columns > 2 * QIR_LANES) {
            qir_tile_rows(p, x, scales, zero_points, added, y, w, n, columns, rows, 3);
            continue;
        }
#endif
        if (columns > QIR_LANES) {
            qir_tile_rows(p, x, scales, zero_points, added, y, w, n, columns, rows, 2);
        } else {
            qir_tile_rows(p, x, scales, zero_points, added, y, w, n, columns, rows, 1);
        }
    }
}

/* Results of `rows` <= QIR_ROWS rows from x on, for outputs from `first`, where a panel begins, to
   before `end`, where one ends or all do: products less zero points, times scales, plus bias and what
   was added, either of which may be NULL, between low and high. */
QIR_SHARED void qir_tile_i8(const qir_product *p, const int8_t *x, const float *scales,
                            const int32_t *zero_points, const float *added, float *y,
                            int32_t first, int32_t end, int32_t rows)
{
    switch (rows) {
    case 1:
        qir_tile_panels(p, x, scales, zero_points, added, y, first, end, 1);
        break;
#if QIR_ROWS > 2
    case 2:
        qir_tile_panels(p, x, scales, zero_points, added, y, first, end, 2);
        break;
#endif
#if QIR_ROWS > 3
    case 3:
        qir_tile_panels(p, x, scales, zero_points, added, y, first, end, 3);
        break;
#endif
#if QIR_ROWS > 4
    case 4:
        qir_tile_panels(p, x, scales, zero_points, added, y, first, end, 4);
        break;
#endif
#if QIR_ROWS > 5
    case 5:
        qir_tile_panels(p, x, scales, zero_points, added, y, first, end, 5);
        break;
#endif
    default:
        qir_tile_panels(p, x, scales, zero_points, added, y, first, end, QIR_ROWS);
        break;
    }
}

/* Results of so many lines of positions, which begin x_line numbers apart, panel by panel, so that the
   weights of one stay near; of a single position all panels at once. */
QIR_KERNEL void qir_lines_i8(const qir_product *p, const int8_t *x, const float *scales,
                             const int32_t *zero_points, const float *added, float *y,
                             int32_t lines, int32_t positions, int32_t x_line, int32_t outputs)
{
    const int32_t tiles = (positions + QIR_ROWS - 1) / QIR_ROWS, y_line = positions * p->y_step;
    const int32_t width = lines * positions == 1 ? outputs : QIR_WIDTH;
    int32_t n, line, tile;
    for (n = 0; n < outputs; n += width) {
        const int32_t end = outputs - n < width ? outputs : n + width;
        for (line = 0; line < lines; ++line) {
            int32_t at = 0;
            for (tile = 0; tile < tiles; ++tile) {
                const int32_t count = positions / tiles + (tile < positions % tiles);
                const int32_t of = at * p->scale_step, to = line * y_line + at * p->y_step;
                qir_tile_i8(p, x + line * x_line + at * p->x_step, scales + of, zero_points + of,
                            added ? added + to : NULL, y + to, n, end, count);
                at += count;
            }
        }
    }
}
