/* One number out of many: sums, products and extremes along axes. */

/* The sum of parts[16]: of halves, which compilers add up at once. */
QIR_KERNEL float qir_sum_of_parts(float *parts)
{
    int32_t i;
    for (i = 0; i < 8; ++i) {
        parts[i] += parts[i + 8];
    }
    for (i = 0; i < 4; ++i) {
        parts[i] += parts[i + 4];
    }
    return (parts[0] + parts[2]) + (parts[1] + parts[3]);
}

/* The greatest of parts[16], which are no NaNs. */
QIR_KERNEL float qir_greatest_of_parts(float *parts)
{
    int32_t i;
    for (i = 0; i < 8; ++i) {
        parts[i] = parts[i + 8] > parts[i] ? parts[i + 8] : parts[i];
    }
    for (i = 0; i < 4; ++i) {
        parts[i] = parts[i + 4] > parts[i] ? parts[i + 4] : parts[i];
    }
    for (i = 0; i < 2; ++i) {
        parts[i] = parts[i + 2] > parts[i] ? parts[i + 2] : parts[i];
    }
    return parts[1] > parts[0] ? parts[1] : parts[0];
}

/* The sum of x[count]; in 16 parts, which compilers add up at once, where there are so many. */
QIR_KERNEL float qir_sum(const float *x, int32_t count)
{
    const int32_t whole = count - count % 16;
    float parts[16] = {0.0F};
    int32_t i, k;
    if (count < 16) {
        for (i = 0; i < count; ++i) {
            parts[0] += x[i];
        }
        return parts[0];
    }
    for (i = 0; i < whole; i += 16) {
        for (k = 0; k < 16; ++k) {
            parts[k] += x[i + k];
        }
    }
    for (i = whole; i < count; ++i) {
        parts[i - whole] += x[i];
    }
    return qir_sum_of_parts(parts);
}

/* The same of the squares of x[count]. */
QIR_KERNEL float qir_sum_of_squares(const float *x, int32_t count)
{
    const int32_t whole = count - count % 16;
    float parts[16] = {0.0F};
    int32_t i, k;
    for (i = 0; i < whole; i += 16) {
        for (k = 0; k < 16; ++k) {
            parts[k] += x[i + k] * x[i + k];
        }
    }
    for (i = whole; i < count; ++i) {
        parts[i - whole] += x[i] * x[i];
    }
    return qir_sum_of_parts(parts);
}

/* The greatest of x[count], or `least`; NaNs are passed over. */
QIR_KERNEL float qir_greatest(const float *x, int32_t count, float least)
{
    const int32_t whole = count - count % 16;
    float parts[16];
    int32_t i, k;
    for (k = 0; k < 16; ++k) {
        parts[k] = least;
    }
    for (i = 0; i < whole; i += 16) {
        for (k = 0; k < 16; ++k) {
            parts[k] = x[i + k] > parts[k] ? x[i + k] : parts[k];
        }
    }
    for (i = whole; i < count; ++i) {
        parts[i - whole] = x[i] > parts[i - whole] ? x[i] : parts[i - whole];
    }
    return qir_greatest_of_parts(parts);
}

/* output[outer][middle][inner] = the sum of input[outer][first][middle][second][inner] along first
   and second, over divisor. */
QIR_KERNEL void qir_sum_f32(const float *input, float *output, int32_t outer, int32_t first,
                            int32_t middle, int32_t second, int32_t inner, float divisor)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            float *y = output + (o * middle + m) * inner;
            for (i = 0; i < inner; ++i) {
                y[i] = 0.0F;
            }
            for (f = 0; f < first; ++f) {
                const float *x = input + ((o * first + f) * middle + m) * second * inner;
                if (inner == 1) {
                    y[0] += qir_sum(x, second);
                    continue;
                }
                for (s = 0; s < second; ++s) {
                    for (i = 0; i < inner; ++i) {
                        y[i] += x[s * inner + i];
                    }
                }
            }
            for (i = 0; i < inner; ++i) {
                y[i] /= divisor;
            }
        }
    }
}

/* How qir_reduce takes elements together. */
#define QIR_GREATEST 0
#define QIR_LEAST 1
#define QIR_PRODUCT 2
#define QIR_SUM 3

/* The bits of a float, so that integers compare as floats do; and back again. */
QIR_KERNEL int32_t qir_ordered(int32_t bits)
{
    return bits < 0 ? bits ^ 0x7FFFFFFF : bits;
}

/* The greatest or the least of x[count], of at least one; by rule N13, of those after the last NaN. As
   integers where there is none, of which compilers compare several at once. */
QIR_KERNEL float qir_extreme(const float *x, int32_t count, int32_t operation)
{
    float found = x[0];
    int32_t bits, best, are_nan = 0, i;
    memcpy(&best, x, sizeof best);
    best = qir_ordered(best);
    for (i = 0; i < count; ++i) {
        memcpy(&bits, x + i, sizeof bits);
        are_nan |= (bits & 0x7FFFFFFF) > 0x7F800000;
        bits = qir_ordered(bits);
        best = (operation == QIR_GREATEST ? bits > best : bits < best) ? bits : best;
    }
    if (!are_nan) {
        best = qir_ordered(best);
        memcpy(&found, &best, sizeof found);
        return found;
    }
    for (i = 1; i < count; ++i) {
        found = (operation == QIR_GREATEST ? found >= x[i] : found <= x[i]) ? found : x[i];
    }
    return found;
}

/* output[outer][middle][inner] = the greatest (QIR_GREATEST 0), the least (1) or the product (2) of
   input[outer][first][middle][second][inner] along first and second, which have elements. Extremes
   by rule N13: of those after the last NaN. */
QIR_KERNEL void qir_reduce_f32(const float *input, float *output, int32_t operation,
                    int32_t outer, int32_t first, int32_t middle, int32_t second, int32_t inner)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            float *y = output + (o * middle + m) * inner;
            for (f = 0; f < first; ++f) {
                const float *x = input + ((o * first + f) * middle + m) * second * inner;
                if (inner == 1 && first == 1 && operation != QIR_PRODUCT) {
                    y[0] = qir_extreme(x, second, operation);
                    continue;
                }
                for (s = 0; s < second; ++s) {
                    for (i = 0; i < inner; ++i) {
                        const float a = y[i], b = x[s * inner + i];
                        y[i] = f + s == 0 ? b : operation == QIR_GREATEST ? (a >= b ? a : b)
                               : operation == QIR_LEAST  ? (a <= b ? a : b)
                                                         : a * b;
                    }
                }
            }
        }
    }
}

/* output[outer][middle][inner] = the greatest (QIR_GREATEST 0), the least (1), the product (2) or
   the sum (3) of integers of 32 bits input[outer][first][middle][second][inner] along first and
   second, which have elements; products and sums wrap around. */
QIR_KERNEL void qir_reduce_i32(const int32_t *input, int32_t *output, int32_t operation,
                    int32_t outer, int32_t first, int32_t middle, int32_t second, int32_t inner)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            int32_t *y = output + (o * middle + m) * inner;
            for (f = 0; f < first; ++f) {
                const int32_t *x = input + ((o * first + f) * middle + m) * second * inner;
                for (s = 0; s < second; ++s) {
                    for (i = 0; i < inner; ++i) {
                        const int32_t a = y[i], b = x[s * inner + i];
                        y[i] = f + s == 0 ? b : operation == QIR_GREATEST  ? (a >= b ? a : b)
                               : operation == QIR_LEAST   ? (a <= b ? a : b)
                               : operation == QIR_PRODUCT ? (int32_t)((uint32_t)a * (uint32_t)b)
                                                          : (int32_t)((uint32_t)a + (uint32_t)b);
                    }
                }
            }
        }
    }
}

/* output[outer][middle][inner] = the greatest (QIR_GREATEST 0), the least (1), the product (2) or
   the sum (3) of integers of 64 bits input[outer][first][middle][second][inner] along first and
   second, which have elements; products and sums wrap around. */
QIR_KERNEL void qir_reduce_i64(const int64_t *input, int64_t *output, int32_t operation,
                    int32_t outer, int32_t first, int32_t middle, int32_t second, int32_t inner)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            int64_t *y = output + (o * middle + m) * inner;
            for (f = 0; f < first; ++f) {
                const int64_t *x = input + ((o * first + f) * middle + m) * second * inner;
                for (s = 0; s < second; ++s) {
                    for (i = 0; i < inner; ++i) {
                        const int64_t a = y[i], b = x[s * inner + i];
                        y[i] = f + s == 0 ? b : operation == QIR_GREATEST  ? (a >= b ? a : b)
                               : operation == QIR_LEAST   ? (a <= b ? a : b)
                               : operation == QIR_PRODUCT ? (int64_t)((uint64_t)a * (uint64_t)b)
                                                          : (int64_t)((uint64_t)a + (uint64_t)b);
                    }
                }
            }
        }
    }
}

/* output[outer][middle][inner] = whether any (QIR_GREATEST 0) or all (1) of
   input[outer][first][middle][second][inner] along first and second are true. */
QIR_KERNEL void qir_reduce_u8(const uint8_t *input, uint8_t *output, int32_t operation,
                    int32_t outer, int32_t first, int32_t middle, int32_t second, int32_t inner)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            uint8_t *y = output + (o * middle + m) * inner;
            for (f = 0; f < first; ++f) {
                const uint8_t *x = input + ((o * first + f) * middle + m) * second * inner;
                for (s = 0; s < second; ++s) {
                    for (i = 0; i < inner; ++i) {
                        const uint8_t a = y[i], b = x[s * inner + i];
                        const int taken = operation == QIR_GREATEST ? a | b : a & b;
                        y[i] = f + s == 0 ? b : (uint8_t)taken;
                    }
                }
            }
        }
    }
}

/* output[outer][middle][inner] = the mean of integers of 32 bits
   input[outer][first][middle][second][inner] along first and second, cut towards zero. */
QIR_KERNEL void qir_mean_i32(const int32_t *input, int32_t *output, int32_t outer, int32_t first,
                             int32_t middle, int32_t second, int32_t inner)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            for (i = 0; i < inner; ++i) {
                uint64_t sum = 0;
                for (f = 0; f < first; ++f) {
                    const int32_t *x = input + ((o * first + f) * middle + m) * second * inner;
                    for (s = 0; s < second; ++s) {
                        sum += (uint64_t)x[s * inner + i];
                    }
                }
                output[(o * middle + m) * inner + i] =
                    (int32_t)((int64_t)sum / ((int64_t)first * second));
            }
        }
    }
}

/* output[outer][middle][inner] = the mean of integers of 64 bits
   input[outer][first][middle][second][inner] along first and second, cut towards zero. */
QIR_KERNEL void qir_mean_i64(const int64_t *input, int64_t *output, int32_t outer, int32_t first,
                             int32_t middle, int32_t second, int32_t inner)
{
    int32_t o, f, m, s, i;
    for (o = 0; o < outer; ++o) {
        for (m = 0; m < middle; ++m) {
            for (i = 0; i < inner; ++i) {
                uint64_t sum = 0;
                for (f = 0; f < first; ++f) {
                    const int64_t *x = input + ((o * first + f) * middle + m) * second * inner;
                    for (s = 0; s < second; ++s) {
                        sum += (uint64_t)x[s * inner + i];
                    }
                }
                output[(o * middle + m) * inner + i] =
                    (int64_t)((int64_t)sum / ((int64_t)first * second));
            }
        }
    }
}

/* output[outer][inner] = where along depth input[outer][depth][inner] first is greatest, or least:
   floats, a NaN coming after all others. */
QIR_KERNEL void qir_arg_max_f32(const float *input, int32_t *output, int32_t least, int32_t outer,
                                int32_t depth, int32_t inner)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            const float *row = input + o * depth * inner + i;
            float best = row[0];
            int32_t found = 0;
            for (d = 1; d < depth; ++d) {
                const float x = row[d * inner];
                if ((least ? x < best : x > best) || (best != best && x == x)) {
                    best = x;
                    found = d;
                }
            }
            output[o * inner + i] = found;
        }
    }
}

/* output[outer][inner] = where along depth input[outer][depth][inner] first is greatest, or least:
   integers of 32 bits. */
QIR_KERNEL void qir_arg_max_i32(const int32_t *input, int32_t *output, int32_t least, int32_t outer,
                                int32_t depth, int32_t inner)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            const int32_t *row = input + o * depth * inner + i;
            int32_t best = row[0];
            int32_t found = 0;
            for (d = 1; d < depth; ++d) {
                const int32_t x = row[d * inner];
                if (least ? x < best : x > best) {
                    best = x;
                    found = d;
                }
            }
            output[o * inner + i] = found;
        }
    }
}

/* output[outer][inner] = where along depth input[outer][depth][inner] first is greatest, or least:
   integers of 8 bits. */
QIR_KERNEL void qir_arg_max_i8(const int8_t *input, int32_t *output, int32_t least, int32_t outer,
                                int32_t depth, int32_t inner)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            const int8_t *row = input + o * depth * inner + i;
            int8_t best = row[0];
            int32_t found = 0;
            for (d = 1; d < depth; ++d) {
                const int8_t x = row[d * inner];
                if (least ? x < best : x > best) {
                    best = x;
                    found = d;
                }
            }
            output[o * inner + i] = found;
        }
    }
}

/* output[outer][inner] = where along depth input[outer][depth][inner] first is greatest, or least:
   integers of 8 bits without sign. */
QIR_KERNEL void qir_arg_max_u8(const uint8_t *input, int32_t *output, int32_t least, int32_t outer,
                                int32_t depth, int32_t inner)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            const uint8_t *row = input + o * depth * inner + i;
            uint8_t best = row[0];
            int32_t found = 0;
            for (d = 1; d < depth; ++d) {
                const uint8_t x = row[d * inner];
                if (least ? x < best : x > best) {
                    best = x;
                    found = d;
                }
            }
            output[o * inner + i] = found;
        }
    }
}

/* output[outer][depth][inner] = running sums of input[outer][depth][inner] along depth, without
   the element itself where exclusive, from the last on where reverse. output may be input. */
QIR_KERNEL void qir_cumsum_f32(const float *input, float *output, int32_t outer, int32_t depth,
                               int32_t inner, int32_t exclusive, int32_t reverse)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            float total = 0.0F;
            for (d = 0; d < depth; ++d) {
                const int32_t at = (o * depth + (reverse ? depth - 1 - d : d)) * inner + i;
                const float x = input[at], before = total;
                total = total + x;
                output[at] = exclusive ? before : total;
            }
        }
    }
}

/* output[outer][depth][inner] = running sums of input[outer][depth][inner] along depth, without
   the element itself where exclusive, from the last on where reverse; they wrap around. output may
   be input. */
QIR_KERNEL void qir_cumsum_i32(const int32_t *input, int32_t *output, int32_t outer, int32_t depth,
                               int32_t inner, int32_t exclusive, int32_t reverse)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            int32_t total = 0;
            for (d = 0; d < depth; ++d) {
                const int32_t at = (o * depth + (reverse ? depth - 1 - d : d)) * inner + i;
                const int32_t x = input[at], before = total;
                total = (int32_t)((uint32_t)total + (uint32_t)x);
                output[at] = exclusive ? before : total;
            }
        }
    }
}

/* output[outer][depth][inner] = running sums of input[outer][depth][inner] along depth, without
   the element itself where exclusive, from the last on where reverse; they wrap around. output may
   be input. */
QIR_KERNEL void qir_cumsum_i64(const int64_t *input, int64_t *output, int32_t outer, int32_t depth,
                               int32_t inner, int32_t exclusive, int32_t reverse)
{
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (i = 0; i < inner; ++i) {
            int64_t total = 0;
            for (d = 0; d < depth; ++d) {
                const int32_t at = (o * depth + (reverse ? depth - 1 - d : d)) * inner + i;
                const int64_t x = input[at], before = total;
                total = (int64_t)((uint64_t)total + (uint64_t)x);
                output[at] = exclusive ? before : total;
            }
        }
    }
}
