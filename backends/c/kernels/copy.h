/* Elements moved about, whatever they stand for: lengths, places and strides are in bytes. */

/* n0 x n1 x n2 runs of contiguous bytes; run (i, j, k) is at from + i s0 + j s1 + k s2 of input, and
   goes to to + i t0 + j t1 + k t2 of output. The rest of output stays as it is. */
QIR_KERNEL void qir_copy(const void *input, void *output, int32_t run, int32_t from, int32_t to,
                         int32_t n0, int32_t n1, int32_t n2, int32_t s0, int32_t s1, int32_t s2,
                         int32_t t0, int32_t t1, int32_t t2)
{
    const unsigned char *x = (const unsigned char *)input + from;
    unsigned char *y = (unsigned char *)output + to;
    /* Where the runs of one line of input are in a column of output, a few of each line at a time: they
       stay near until the lines beside them are there. */
    const int32_t is_turned = run > 0 && s1 == run && t2 == run && n2 > 1;
    const int32_t width = is_turned && run < 64 ? 64 / run : n1;
    int32_t i, j, k, first;
    for (i = 0; i < n0; ++i) {
        for (first = 0; first < n1; first += width) {
            const int32_t end = n1 - first < width ? n1 : first + width;
            if (is_turned) {
                for (k = 0; k < n2; ++k) {
                    for (j = first; j < end; ++j) {
                        memcpy(y + i * t0 + j * t1 + k * t2, x + i * s0 + j * s1 + k * s2,
                               (size_t)run);
                    }
                }
                continue;
            }
            for (j = first; j < end; ++j) {
                for (k = 0; k < n2; ++k) {
                    memcpy(y + i * t0 + j * t1 + k * t2, x + i * s0 + j * s1 + k * s2, (size_t)run);
                }
            }
        }
    }
}

/* The same along six axes. */
QIR_KERNEL void qir_copy_6(const void *input, void *output, int32_t run, int32_t from, int32_t to,
                           int32_t n0, int32_t n1, int32_t n2, int32_t n3, int32_t n4, int32_t n5,
                           int32_t s0, int32_t s1, int32_t s2, int32_t s3, int32_t s4, int32_t s5,
                           int32_t t0, int32_t t1, int32_t t2, int32_t t3, int32_t t4, int32_t t5)
{
    int32_t i, j, k;
    for (i = 0; i < n0; ++i) {
        for (j = 0; j < n1; ++j) {
            for (k = 0; k < n2; ++k) {
                qir_copy(input, output, run, from + i * s0 + j * s1 + k * s2,
                         to + i * t0 + j * t1 + k * t2, n3, n4, n5, s3, s4, s5, t3, t4, t5);
            }
        }
    }
}

/* Element i of integers of 2, 4 or 8 bytes. */
QIR_KERNEL int64_t qir_integer(const void *integers, int32_t bytes, int32_t i)
{
    const unsigned char *x = (const unsigned char *)integers + i * bytes;
    int16_t of_2;
    int32_t of_4;
    int64_t of_8;
    if (bytes == 2) {
        memcpy(&of_2, x, sizeof of_2);
        return of_2;
    }
    if (bytes == 4) {
        memcpy(&of_4, x, sizeof of_4);
        return of_4;
    }
    memcpy(&of_8, x, sizeof of_8);
    return of_8;
}

/* Element i of indices[] of so many bytes each, into an axis of `size` elements. C has no errors: one
   that lies outside is moved to the nearest end. */
QIR_KERNEL int32_t qir_index(const void *indices, int32_t bytes, int32_t i, int32_t size)
{
    const int64_t index = qir_integer(indices, bytes, i);
    return index < 0 ? 0 : index >= size ? size - 1 : (int32_t)index;
}

/* start[1]: where in a tensor a part of it begins, in bytes. The part begins at element begins[i],
   integers of so many bytes each, of axis i, which has strides of strideI bytes and room for roomI
   such begins; one that lies outside is moved to the nearest at which the part fits. */
QIR_KERNEL void qir_start(const void *begins, int32_t *start, int32_t bytes, int32_t room0,
                          int32_t room1, int32_t room2, int32_t room3, int32_t room4, int32_t room5,
                          int32_t stride0, int32_t stride1, int32_t stride2, int32_t stride3,
                          int32_t stride4, int32_t stride5)
{
    int32_t at = 0;
    at += room0 > 1 ? qir_index(begins, bytes, 0, room0) * stride0 : 0;
    at += room1 > 1 ? qir_index(begins, bytes, 1, room1) * stride1 : 0;
    at += room2 > 1 ? qir_index(begins, bytes, 2, room2) * stride2 : 0;
    at += room3 > 1 ? qir_index(begins, bytes, 3, room3) * stride3 : 0;
    at += room4 > 1 ? qir_index(begins, bytes, 4, room4) * stride4 : 0;
    at += room5 > 1 ? qir_index(begins, bytes, 5, room5) * stride5 : 0;
    start[0] = at;
}

/* The part of input that begins start[0] bytes further on than qir_copy_6 says. */
QIR_KERNEL void qir_slice(const void *input, const int32_t *start, void *output, int32_t run,
                          int32_t from, int32_t to, int32_t n0, int32_t n1, int32_t n2, int32_t n3,
                          int32_t n4, int32_t n5, int32_t s0, int32_t s1, int32_t s2, int32_t s3,
                          int32_t s4, int32_t s5, int32_t t0, int32_t t1, int32_t t2, int32_t t3,
                          int32_t t4, int32_t t5)
{
    qir_copy_6(input, output, run, from + start[0], to, n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4,
               s5, t0, t1, t2, t3, t4, t5);
}

/* output[bytes] = input[bytes], with update in place of what lies start[0] bytes further on than
   qir_copy_6 says. output may be input. */
QIR_KERNEL void qir_update(const void *input, const void *update, const int32_t *start, void *output,
                           int32_t bytes, int32_t run, int32_t from, int32_t to, int32_t n0,
                           int32_t n1, int32_t n2, int32_t n3, int32_t n4, int32_t n5, int32_t s0,
                           int32_t s1, int32_t s2, int32_t s3, int32_t s4, int32_t s5, int32_t t0,
                           int32_t t1, int32_t t2, int32_t t3, int32_t t4, int32_t t5)
{
    if (output != input) {
        memcpy(output, input, (size_t)bytes);
    }
    qir_copy_6(update, output, run, from, to + start[0], n0, n1, n2, n3, n4, n5, s0, s1, s2, s3, s4,
               s5, t0, t1, t2, t3, t4, t5);
}

/* output[count] of elements of up to 8 bytes, each the one of value. */
QIR_KERNEL void qir_fill(const void *value, void *output, int32_t bytes, int32_t count)
{
    unsigned char *y = (unsigned char *)output;
    unsigned char element[8];
    int32_t i;
    memcpy(element, value, (size_t)bytes);
    for (i = 0; i < count; ++i) {
        memcpy(y + i * bytes, element, (size_t)bytes);
    }
}
