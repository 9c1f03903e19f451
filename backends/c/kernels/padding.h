/* Elements before and after each axis. */

/* output = input[n0][n1][n2][n3][n4], elements of up to 8 bytes, with bI elements of value before and
   aI after those of axis I. */
QIR_KERNEL void qir_pad(const void *input, const void *value, void *output, int32_t bytes,
                        int32_t b0, int32_t b1, int32_t b2, int32_t b3, int32_t b4, int32_t n0,
                        int32_t n1, int32_t n2, int32_t n3, int32_t n4, int32_t a0, int32_t a1,
                        int32_t a2, int32_t a3, int32_t a4)
{
    const unsigned char *x = (const unsigned char *)input;
    unsigned char *y = (unsigned char *)output;
    int32_t i, j, k, l;
    for (i = -b0; i < n0 + a0; ++i) {
        for (j = -b1; j < n1 + a1; ++j) {
            for (k = -b2; k < n2 + a2; ++k) {
                for (l = -b3; l < n3 + a3; ++l) {
                    if (i < 0 || i >= n0 || j < 0 || j >= n1 || k < 0 || k >= n2 || l < 0 ||
                        l >= n3) {
                        qir_fill(value, y, bytes, b4 + n4 + a4);
                    } else {
                        qir_fill(value, y, bytes, b4);
                        memcpy(y + b4 * bytes, x, (size_t)(n4 * bytes));
                        qir_fill(value, y + (b4 + n4) * bytes, bytes, a4);
                        x += n4 * bytes;
                    }
                    y += (b4 + n4 + a4) * bytes;
                }
            }
        }
    }
}

/* Which of the `size` elements of an axis is at place i, where those before 0 and from `size` on
   mirror those inside; 1 of edge leaves out the first and last. */
QIR_KERNEL int32_t qir_mirrored(int32_t i, int32_t size, int32_t edge)
{
    return i < 0 ? edge - 1 - i : i < size ? i : 2 * size - 1 - edge - i;
}

/* output = input[n0][n1][n2][n3][n4][bytes], with bI elements before and aI after those of axis I,
   which mirror them; see qir_mirrored. */
QIR_KERNEL void qir_mirror_pad(const void *input, void *output, int32_t bytes, int32_t edge,
                               int32_t b0, int32_t b1, int32_t b2, int32_t b3, int32_t b4,
                               int32_t n0, int32_t n1, int32_t n2, int32_t n3, int32_t n4,
                               int32_t a0, int32_t a1, int32_t a2, int32_t a3, int32_t a4)
{
    unsigned char *y = (unsigned char *)output;
    int32_t i, j, k, l, m;
    for (i = -b0; i < n0 + a0; ++i) {
        for (j = -b1; j < n1 + a1; ++j) {
            for (k = -b2; k < n2 + a2; ++k) {
                for (l = -b3; l < n3 + a3; ++l) {
                    const unsigned char *x = (const unsigned char *)input;
                    const int32_t row = qir_mirrored(i, n0, edge) * n1 + qir_mirrored(j, n1, edge);
                    const int32_t of = row * n2 + qir_mirrored(k, n2, edge);
                    x += (of * n3 + qir_mirrored(l, n3, edge)) * n4 * bytes;
                    for (m = -b4; m < 0; ++m) {
                        memcpy(y + (b4 + m) * bytes, x + qir_mirrored(m, n4, edge) * bytes,
                               (size_t)bytes);
                    }
                    memcpy(y + b4 * bytes, x, (size_t)(n4 * bytes));
                    for (m = n4; m < n4 + a4; ++m) {
                        memcpy(y + (b4 + m) * bytes, x + qir_mirrored(m, n4, edge) * bytes,
                               (size_t)bytes);
                    }
                    y += (b4 + n4 + a4) * bytes;
                }
            }
        }
    }
}

/* output[batch][top + height + bottom][left + width + right][channels]: images with so many numbers
   around them, the zero point of each. */
QIR_KERNEL void qir_pad_image_i8(const int8_t *input, const int32_t *zero_points, int8_t *output,
                                 int32_t batch, int32_t height, int32_t width, int32_t channels,
                                 int32_t top, int32_t bottom, int32_t left, int32_t right)
{
    const int32_t line = width * channels, before = left * channels, after = right * channels;
    const int32_t whole = before + line + after;
    int32_t b, y;
    for (b = 0; b < batch; ++b) {
        const int zero = zero_points[b];
        memset(output, zero, (size_t)(top * whole));
        output += top * whole;
        for (y = 0; y < height; ++y) {
            memset(output, zero, (size_t)before);
            memcpy(output + before, input, (size_t)line);
            memset(output + before + line, zero, (size_t)after);
            input += line;
            output += whole;
        }
        memset(output, zero, (size_t)(bottom * whole));
        output += bottom * whole;
    }
}
