/* Comparisons of two tensors, and choices between two, element by element. */

/* What qir_compare asks of x and y. */
#define QIR_LESS 0
#define QIR_LESS_EQUAL 1
#define QIR_EQUAL 2
#define QIR_NOT_EQUAL 3

/* output[blocks][planes][rows][columns] = whether lhs is to rhs, floats, as asked: QIR_LESS
   0, LESS_EQUAL 1, EQUAL 2, NOT_EQUAL 3. An operand goes on by its stride along each axis, 0 where
   it is repeated. output may be an operand that is repeated along none. */
QIR_KERNEL void qir_compare_f32(const float *lhs, const float *rhs, uint8_t *output,
                                int32_t operation, int32_t blocks, int32_t planes, int32_t rows,
                                int32_t columns, int32_t lhs_blocks, int32_t lhs_planes,
                                int32_t lhs_rows, int32_t lhs_columns, int32_t rhs_blocks,
                                int32_t rhs_planes, int32_t rhs_rows, int32_t rhs_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const float *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const float *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                uint8_t *z = output + ((b * planes + p) * rows + r) * columns;
                for (c = 0; c < columns; ++c) {
                    const float s = x[c * lhs_columns], t = y[c * rhs_columns];
                    z[c] = operation == QIR_LESS         ? s < t
                           : operation == QIR_LESS_EQUAL ? s <= t
                           : operation == QIR_EQUAL      ? s == t
                                                         : s != t;
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = whether lhs is to rhs, integers of 32 bits, as asked:
   QIR_LESS 0, LESS_EQUAL 1, EQUAL 2, NOT_EQUAL 3. An operand goes on by its stride along each axis,
   0 where it is repeated. output may be an operand that is repeated along none. */
QIR_KERNEL void qir_compare_i32(const int32_t *lhs, const int32_t *rhs, uint8_t *output,
                                int32_t operation, int32_t blocks, int32_t planes, int32_t rows,
                                int32_t columns, int32_t lhs_blocks, int32_t lhs_planes,
                                int32_t lhs_rows, int32_t lhs_columns, int32_t rhs_blocks,
                                int32_t rhs_planes, int32_t rhs_rows, int32_t rhs_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const int32_t *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const int32_t *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                uint8_t *z = output + ((b * planes + p) * rows + r) * columns;
                for (c = 0; c < columns; ++c) {
                    const int32_t s = x[c * lhs_columns], t = y[c * rhs_columns];
                    z[c] = operation == QIR_LESS         ? s < t
                           : operation == QIR_LESS_EQUAL ? s <= t
                           : operation == QIR_EQUAL      ? s == t
                                                         : s != t;
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = whether lhs is to rhs, integers of 64 bits, as asked:
   QIR_LESS 0, LESS_EQUAL 1, EQUAL 2, NOT_EQUAL 3. An operand goes on by its stride along each axis,
   0 where it is repeated. output may be an operand that is repeated along none. */
QIR_KERNEL void qir_compare_i64(const int64_t *lhs, const int64_t *rhs, uint8_t *output,
                                int32_t operation, int32_t blocks, int32_t planes, int32_t rows,
                                int32_t columns, int32_t lhs_blocks, int32_t lhs_planes,
                                int32_t lhs_rows, int32_t lhs_columns, int32_t rhs_blocks,
                                int32_t rhs_planes, int32_t rhs_rows, int32_t rhs_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const int64_t *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const int64_t *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                uint8_t *z = output + ((b * planes + p) * rows + r) * columns;
                for (c = 0; c < columns; ++c) {
                    const int64_t s = x[c * lhs_columns], t = y[c * rhs_columns];
                    z[c] = operation == QIR_LESS         ? s < t
                           : operation == QIR_LESS_EQUAL ? s <= t
                           : operation == QIR_EQUAL      ? s == t
                                                         : s != t;
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = x where the condition is not 0, else y; floats. An
   operand goes on by its stride along each axis, 0 where it is repeated. output may be an operand
   of its type that is repeated along none. */
QIR_KERNEL void qir_select_f32(const uint8_t *condition, const float *x, const float *y,
                               float *output, int32_t blocks, int32_t planes, int32_t rows,
                               int32_t columns, int32_t condition_blocks, int32_t condition_planes,
                               int32_t condition_rows, int32_t condition_columns, int32_t x_blocks,
                               int32_t x_planes, int32_t x_rows, int32_t x_columns,
                               int32_t y_blocks, int32_t y_planes, int32_t y_rows,
                               int32_t y_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const uint8_t *chosen = condition + b * condition_blocks + p * condition_planes +
                                        r * condition_rows;
                const float *v = x + b * x_blocks + p * x_planes + r * x_rows;
                const float *w = y + b * y_blocks + p * y_planes + r * y_rows;
                float *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = chosen[c * condition_columns] ? v[c * x_columns] : w[c * y_columns];
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = x where the condition is not 0, else y; integers of 32
   bits. An operand goes on by its stride along each axis, 0 where it is repeated. output may be an
   operand of its type that is repeated along none. */
QIR_KERNEL void qir_select_i32(const uint8_t *condition, const int32_t *x, const int32_t *y,
                               int32_t *output, int32_t blocks, int32_t planes, int32_t rows,
                               int32_t columns, int32_t condition_blocks, int32_t condition_planes,
                               int32_t condition_rows, int32_t condition_columns, int32_t x_blocks,
                               int32_t x_planes, int32_t x_rows, int32_t x_columns,
                               int32_t y_blocks, int32_t y_planes, int32_t y_rows,
                               int32_t y_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const uint8_t *chosen = condition + b * condition_blocks + p * condition_planes +
                                        r * condition_rows;
                const int32_t *v = x + b * x_blocks + p * x_planes + r * x_rows;
                const int32_t *w = y + b * y_blocks + p * y_planes + r * y_rows;
                int32_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = chosen[c * condition_columns] ? v[c * x_columns] : w[c * y_columns];
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = x where the condition is not 0, else y; integers of 64
   bits. An operand goes on by its stride along each axis, 0 where it is repeated. output may be an
   operand of its type that is repeated along none. */
QIR_KERNEL void qir_select_i64(const uint8_t *condition, const int64_t *x, const int64_t *y,
                               int64_t *output, int32_t blocks, int32_t planes, int32_t rows,
                               int32_t columns, int32_t condition_blocks, int32_t condition_planes,
                               int32_t condition_rows, int32_t condition_columns, int32_t x_blocks,
                               int32_t x_planes, int32_t x_rows, int32_t x_columns,
                               int32_t y_blocks, int32_t y_planes, int32_t y_rows,
                               int32_t y_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const uint8_t *chosen = condition + b * condition_blocks + p * condition_planes +
                                        r * condition_rows;
                const int64_t *v = x + b * x_blocks + p * x_planes + r * x_rows;
                const int64_t *w = y + b * y_blocks + p * y_planes + r * y_rows;
                int64_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = chosen[c * condition_columns] ? v[c * x_columns] : w[c * y_columns];
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = x where the condition is not 0, else y; logical values.
   An operand goes on by its stride along each axis, 0 where it is repeated. output may be an
   operand of its type that is repeated along none. */
QIR_KERNEL void qir_select_u8(const uint8_t *condition, const uint8_t *x, const uint8_t *y,
                              uint8_t *output, int32_t blocks, int32_t planes, int32_t rows,
                              int32_t columns, int32_t condition_blocks, int32_t condition_planes,
                              int32_t condition_rows, int32_t condition_columns, int32_t x_blocks,
                              int32_t x_planes, int32_t x_rows, int32_t x_columns, int32_t y_blocks,
                              int32_t y_planes, int32_t y_rows, int32_t y_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const uint8_t *chosen = condition + b * condition_blocks + p * condition_planes +
                                        r * condition_rows;
                const uint8_t *v = x + b * x_blocks + p * x_planes + r * x_rows;
                const uint8_t *w = y + b * y_blocks + p * y_planes + r * y_rows;
                uint8_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = chosen[c * condition_columns] ? v[c * x_columns] : w[c * y_columns];
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = x where the condition is not 0, else y; integers of 8
   bits. An operand goes on by its stride along each axis, 0 where it is repeated. output may be an
   operand of its type that is repeated along none. */
QIR_KERNEL void qir_select_i8(const uint8_t *condition, const int8_t *x, const int8_t *y,
                              int8_t *output, int32_t blocks, int32_t planes, int32_t rows,
                              int32_t columns, int32_t condition_blocks, int32_t condition_planes,
                              int32_t condition_rows, int32_t condition_columns, int32_t x_blocks,
                              int32_t x_planes, int32_t x_rows, int32_t x_columns, int32_t y_blocks,
                              int32_t y_planes, int32_t y_rows, int32_t y_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const uint8_t *chosen = condition + b * condition_blocks + p * condition_planes +
                                        r * condition_rows;
                const int8_t *v = x + b * x_blocks + p * x_planes + r * x_rows;
                const int8_t *w = y + b * y_blocks + p * y_planes + r * y_rows;
                int8_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = chosen[c * condition_columns] ? v[c * x_columns] : w[c * y_columns];
                }
            }
        }
    }
}
