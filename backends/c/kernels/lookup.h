/* Rows of a table, by their numbers. C has no errors: an index outside is moved to the nearest end. */

/* output[batches][outer][count][run]: runs of that many bytes of table[batches][outer][size][run], by
   indices[batches][count] of index_bytes each, 2, 4 or 8. */
QIR_KERNEL void qir_gather(const void *table, const void *indices, void *output,
                           int32_t index_bytes, int32_t batches, int32_t outer, int32_t size,
                           int32_t count, int32_t run)
{
    const unsigned char *x = (const unsigned char *)table;
    unsigned char *y = (unsigned char *)output;
    int32_t b, o, i;
    for (b = 0; b < batches; ++b) {
        for (o = 0; o < outer; ++o) {
            for (i = 0; i < count; ++i) {
                const int32_t index = qir_index(indices, index_bytes, b * count + i, size);
                memcpy(y + i * run, x + index * run, (size_t)run);
            }
            x += size * run;
            y += count * run;
        }
    }
}

/* output[count][run]: runs of that many bytes of table[n0]..[n5][run], by indices[count][depth] of
   index_bytes each, 2, 4 or 8; of axes from depth on the size is 1. */
QIR_KERNEL void qir_gather_nd(const void *table, const void *indices, void *output,
                              int32_t index_bytes, int32_t count, int32_t depth, int32_t run,
                              int32_t n0, int32_t n1, int32_t n2, int32_t n3, int32_t n4, int32_t n5)
{
    const int32_t sizes[6] = {n0, n1, n2, n3, n4, n5};
    const unsigned char *x = (const unsigned char *)table;
    unsigned char *y = (unsigned char *)output;
    int32_t i, axis;
    for (i = 0; i < count; ++i) {
        int32_t row = 0;
        for (axis = 0; axis < depth; ++axis) {
            const int32_t index = qir_index(indices, index_bytes, i * depth + axis, sizes[axis]);
            row = row * sizes[axis] + index;
        }
        memcpy(y + i * run, x + row * run, (size_t)run);
    }
}

/* output[count][depth]: rows of table[rows][depth] by lookup[count], each times its own of
   scales[rows]; rule L6. */
QIR_KERNEL void qir_embedding_lookup_i8(const int32_t *lookup, const int8_t *table,
                                        const float *scales, float *output, int32_t rows,
                                        int32_t count, int32_t depth)
{
    int32_t r, i;
    for (r = 0; r < count; ++r) {
        const int32_t index = qir_index(lookup, 4, r, rows);
        const int8_t *x = table + index * depth;
        for (i = 0; i < depth; ++i) {
            output[r * depth + i] = (float)x[i] * scales[index];
        }
    }
}

/* output[outer][depth][inner], elements of so many bytes: that of on where indices[outer][inner],
   4 or 8 bytes each, says depth's own number, else that of off; rule L8. */
QIR_KERNEL void qir_one_hot(const void *indices, const void *on, const void *off, void *output,
                            int32_t index_bytes, int32_t bytes, int32_t outer, int32_t depth,
                            int32_t inner)
{
    unsigned char *y = (unsigned char *)output;
    int32_t o, d, i;
    for (o = 0; o < outer; ++o) {
        for (d = 0; d < depth; ++d) {
            for (i = 0; i < inner; ++i) {
                const int64_t index = qir_integer(indices, index_bytes, o * inner + i);
                memcpy(y, (uint32_t)index == (uint32_t)d ? on : off, (size_t)bytes);
                y += bytes;
            }
        }
    }
}
