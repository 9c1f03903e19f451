/* Arithmetic and logic of two tensors, element by element. */

/* What qir_binary computes of x and y, by the number of the operation. */
#define QIR_ADD 0
#define QIR_SUB 1
#define QIR_MUL 2
#define QIR_DIV 3
#define QIR_MAXIMUM 4
#define QIR_MINIMUM 5
#define QIR_SQUARED_DIFFERENCE 6
#define QIR_FLOOR_DIV 7
#define QIR_FLOOR_MOD 8
#define QIR_PRELU 9

/* What qir_logic computes of x and y. */
#define QIR_AND 0
#define QIR_OR 1
#define QIR_SAME 2
#define QIR_DIFFERENT 3

/* The quotient in float64, rounded down. */
QIR_KERNEL float qir_floor_div(float x, float y)
{
    const double quotient = (double)x / (double)y;
    const int is_small = quotient > -4503599627370496.0 && quotient < 4503599627370496.0;
    const double cut = (double)(int64_t)(is_small ? quotient : 0.0);
    return (float)(is_small ? (cut > quotient ? cut - 1.0 : cut) : quotient);
}

/* One of the operations on two floats; PRELU is x, or x y where x is negative; NaN stays. */
QIR_KERNEL float qir_combined_f32(int32_t operation, float x, float y)
{
    switch (operation) {
    case QIR_ADD: return x + y;
    case QIR_SUB: return x - y;
    case QIR_MUL: return x * y;
    case QIR_DIV: return x / y;
    case QIR_MAXIMUM: return qir_choice((x > y) | (x != x), x, y);
    case QIR_MINIMUM: return qir_choice((x < y) | (x != x), x, y);
    case QIR_SQUARED_DIFFERENCE: return (x - y) * (x - y);
    case QIR_FLOOR_DIV: return qir_floor_div(x, y);
    case QIR_PRELU: return qir_choice(x >= 0.0F, x, x * y);
    default: return NAN;
    }
}

/* One of the operations on two integers, which wrap around; what is divided by 0 is 0. */
QIR_KERNEL int32_t qir_combined_i32(int32_t operation, int32_t x, int32_t y)
{
    const uint32_t a = (uint32_t)x, b = (uint32_t)y;
    int32_t found;
    switch (operation) {
    case QIR_ADD: return (int32_t)(a + b);
    case QIR_SUB: return (int32_t)(a - b);
    case QIR_MUL: return (int32_t)(a * b);
    case QIR_DIV: return y == 0 ? 0 : y == -1 ? (int32_t)(0U - a) : x / y;
    case QIR_MAXIMUM: return x > y ? x : y;
    case QIR_MINIMUM: return x < y ? x : y;
    case QIR_SQUARED_DIFFERENCE: return (int32_t)((a - b) * (a - b));
    case QIR_FLOOR_DIV:
        if (y == 0 || y == -1) {
            return y == 0 ? 0 : (int32_t)(0U - a);
        }
        found = x / y;
        return found - (found * y != x && (x < 0) != (y < 0));
    case QIR_FLOOR_MOD:
        if (y == 0 || y == -1) {
            return 0;
        }
        found = x % y;
        return found + (found != 0 && (found < 0) != (y < 0) ? y : 0);
    default: return 0;
    }
}

/* One of the operations on two integers, which wrap around; what is divided by 0 is 0. */
QIR_KERNEL int64_t qir_combined_i64(int32_t operation, int64_t x, int64_t y)
{
    const uint64_t a = (uint64_t)x, b = (uint64_t)y;
    int64_t found;
    switch (operation) {
    case QIR_ADD: return (int64_t)(a + b);
    case QIR_SUB: return (int64_t)(a - b);
    case QIR_MUL: return (int64_t)(a * b);
    case QIR_DIV: return y == 0 ? 0 : y == -1 ? (int64_t)(0U - a) : x / y;
    case QIR_MAXIMUM: return x > y ? x : y;
    case QIR_MINIMUM: return x < y ? x : y;
    case QIR_SQUARED_DIFFERENCE: return (int64_t)((a - b) * (a - b));
    case QIR_FLOOR_DIV:
        if (y == 0 || y == -1) {
            return y == 0 ? 0 : (int64_t)(0U - a);
        }
        found = x / y;
        return found - (found * y != x && (x < 0) != (y < 0));
    case QIR_FLOOR_MOD:
        if (y == 0 || y == -1) {
            return 0;
        }
        found = x % y;
        return found + (found != 0 && (found < 0) != (y < 0) ? y : 0);
    default: return 0;
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
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const float *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const float *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                float *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    const float found =
                        qir_combined_f32(operation, x[c * lhs_columns], y[c * rhs_columns]);
                    z[c] = qir_clamp(found, low, high);
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = lhs and rhs, integers of 32 bits, combined by an
   operation, between low and high: QIR_ADD 0, SUB 1, MUL 2, DIV 3, MAXIMUM 4, MINIMUM 5,
   SQUARED_DIFFERENCE 6, FLOOR_DIV 7, FLOOR_MOD 8; they wrap around, and what is divided by 0 is 0.
   An operand goes on by its stride along each axis, 0 where it is repeated. output may be an
   operand that is repeated along none. */
QIR_KERNEL void qir_binary_i32(const int32_t *lhs, const int32_t *rhs, int32_t *output,
                               int32_t operation, int32_t blocks, int32_t planes, int32_t rows,
                               int32_t columns, int32_t lhs_blocks, int32_t lhs_planes,
                               int32_t lhs_rows, int32_t lhs_columns, int32_t rhs_blocks,
                               int32_t rhs_planes, int32_t rhs_rows, int32_t rhs_columns,
                               int32_t low, int32_t high)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const int32_t *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const int32_t *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                int32_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    const int32_t found =
                        qir_combined_i32(operation, x[c * lhs_columns], y[c * rhs_columns]);
                    z[c] = found < low ? low : found > high ? high : found;
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = lhs and rhs, integers of 64 bits, combined by an
   operation: QIR_ADD 0, SUB 1, MUL 2, DIV 3, MAXIMUM 4, MINIMUM 5, SQUARED_DIFFERENCE 6,
   FLOOR_DIV 7, FLOOR_MOD 8; they wrap around, and what is divided by 0 is 0. An operand goes on by
   its stride along each axis, 0 where it is repeated. output may be an operand that is repeated
   along none. */
QIR_KERNEL void qir_binary_i64(const int64_t *lhs, const int64_t *rhs, int64_t *output,
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
                int64_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = qir_combined_i64(operation, x[c * lhs_columns], y[c * rhs_columns]);
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = lhs to the power of rhs. An operand goes on by its
   stride along each axis, 0 where it is repeated. output may be an operand that is repeated along
   none. */
QIR_KERNEL void qir_pow_f32(const float *lhs, const float *rhs, float *output, int32_t blocks,
                            int32_t planes, int32_t rows, int32_t columns, int32_t lhs_blocks,
                            int32_t lhs_planes, int32_t lhs_rows, int32_t lhs_columns,
                            int32_t rhs_blocks, int32_t rhs_planes, int32_t rhs_rows,
                            int32_t rhs_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const float *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const float *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                float *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    z[c] = qir_pow(x[c * lhs_columns], y[c * rhs_columns]);
                }
            }
        }
    }
}

/* output[blocks][planes][rows][columns] = an operation of logic on lhs and rhs, all of them 0
   or 1: QIR_AND 0, OR 1, SAME 2, DIFFERENT 3. An operand goes on by its stride along each axis, 0
   where it is repeated. output may be an operand that is repeated along none. */
QIR_KERNEL void qir_logic_u8(const uint8_t *lhs, const uint8_t *rhs, uint8_t *output,
                             int32_t operation, int32_t blocks, int32_t planes, int32_t rows,
                             int32_t columns, int32_t lhs_blocks, int32_t lhs_planes,
                             int32_t lhs_rows, int32_t lhs_columns, int32_t rhs_blocks,
                             int32_t rhs_planes, int32_t rhs_rows, int32_t rhs_columns)
{
    int32_t b, p, r, c;
    for (b = 0; b < blocks; ++b) {
        for (p = 0; p < planes; ++p) {
            for (r = 0; r < rows; ++r) {
                const uint8_t *x = lhs + b * lhs_blocks + p * lhs_planes + r * lhs_rows;
                const uint8_t *y = rhs + b * rhs_blocks + p * rhs_planes + r * rhs_rows;
                uint8_t *z = output + ((b * planes + p) * rows + r) * columns;
                QIR_EACH
                for (c = 0; c < columns; ++c) {
                    const uint8_t s = x[c * lhs_columns], t = y[c * rhs_columns];
                    z[c] = (uint8_t)(operation == QIR_AND    ? s & t
                                     : operation == QIR_OR   ? s | t
                                     : operation == QIR_SAME ? s == t
                                                             : s != t);
                }
            }
        }
    }
}
