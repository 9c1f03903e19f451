/* Arithmetic of two tensors, element by element, on vectors. */

/* One of the operations on floats, as qir_combined_f32 has it; no FLOOR_DIV. */
QIR_KERNEL qir_f32v qir_combined_f32v(int32_t operation, qir_f32v x, qir_f32v y)
{
    switch (operation) {
    case QIR_ADD: return x + y;
    case QIR_SUB: return x - y;
    case QIR_MUL: return x * y;
    case QIR_DIV: return x / y;
    case QIR_MAXIMUM: return qir_choice_f32v((qir_u32v)((x > y) | (x != x)), x, y);
    case QIR_MINIMUM: return qir_choice_f32v((qir_u32v)((x < y) | (x != x)), x, y);
    case QIR_SQUARED_DIFFERENCE: return (x - y) * (x - y);
    case QIR_PRELU: return qir_choice_f32v((qir_u32v)(x >= 0.0F), x, x * y);
    default: return qir_all_f32v(NAN);
    }
}

/* z[count] = x and y combined, each of which has one number for all where its step is 0. */
QIR_KERNEL void qir_combined_row_f32(int32_t operation, const float *x, const float *y, float *z,
                                     int32_t count, int32_t x_step, int32_t y_step, float low,
                                     float high)
{
    const int32_t whole = count / QIR_LANES * QIR_LANES;
    int32_t i;
    for (i = 0; i < whole; i += QIR_LANES) {
        const qir_f32v a = x_step ? qir_load_all_f32v(x + i) : qir_all_f32v(x[0]);
        const qir_f32v b = y_step ? qir_load_all_f32v(y + i) : qir_all_f32v(y[0]);
        qir_store_all_f32v(z + i, qir_bound_f32v(qir_combined_f32v(operation, a, b), low, high));
    }
    if (whole < count) {
        const int32_t rest = count - whole;
        const qir_f32v a = x_step ? qir_load_f32v(x + whole, rest) : qir_all_f32v(x[0]);
        const qir_f32v b = y_step ? qir_load_f32v(y + whole, rest) : qir_all_f32v(y[0]);
        qir_store_f32v(z + whole, qir_bound_f32v(qir_combined_f32v(operation, a, b), low, high),
                       rest);
    }
}

/* output[blocks][planes][rows][columns] = lhs and rhs combined by an operation, between
   low and high: QIR_ADD 0, SUB 1, MUL 2, DIV 3, MAXIMUM 4, MINIMUM 5, SQUARED_DIFFERENCE 6,
   FLOOR_DIV 7, PRELU 9 (x, or x y where x is negative). An operand goes on by its stride along each
   axis, 0 where it is repeated. output may be an operand that is repeated along none. */
QIR_KERNEL void qir_binary_f32(const float *lhs, const float *rhs, float *output, int32_t operation,
                               int32_t blocks, int32_t planes, int32_t rows, int32_t columns,
                               int32_t lhs_blocks, int32_t lhs_planes, int32_t lhs_rows,
                               int32_t lhs_columns, int32_t rhs_blocks, int32_t rhs_planes,
                               int32_t rhs_rows, int32_t rhs_columns, float low, float high)
{
    const int32_t is_even = (lhs_columns == 0 || lhs_columns == 1) &&
                            (rhs_columns == 0 || rhs_columns == 1) && operation != QIR_FLOOR_DIV;
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const float *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const float *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                float *z = output + ((b * planes + p) * rows + r) * columns;
                if (is_even) {
                    qir_combined_row_f32(operation, x, y, z, columns, lhs_columns, rhs_columns,
                                         low, high);
                    continue;
                }
                for (c = 0; c < columns; ++c) {
                    const float found =
                        qir_combined_f32(operation, x[c * lhs_columns], y[c * rhs_columns]);
                    z[c] = qir_clamp(found, low, high);
                }
            }
        }
    }
}
