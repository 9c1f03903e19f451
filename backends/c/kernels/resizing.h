/* Images in another resolution: rows L20 and L22 of semantics.md. Which pixels lie beside each
   place, and how far, is worked out when the model is compiled. */

/* output[batch][out_height][out_width][channels]: the four pixels of input[batch][height][width]
   [channels] around each place, by distance. The place of row i lies `row_distances[i]` below row
   `row_firsts[i]`, towards `row_lasts[i]`; columns likewise. */
QIR_KERNEL void qir_resize_bilinear_f32(const float *input, const int32_t *row_firsts,
                                        const int32_t *row_lasts, const float *row_distances,
                                        const int32_t *column_firsts, const int32_t *column_lasts,
                                        const float *column_distances, float *output,
                                        int32_t batch, int32_t height, int32_t width,
                                        int32_t channels, int32_t out_height, int32_t out_width)
{
    int32_t b, y, x, c;
    for (b = 0; b < batch; ++b) {
        for (y = 0; y < out_height; ++y) {
            const float *above = input + (b * height + row_firsts[y]) * width * channels;
            const float *below = input + (b * height + row_lasts[y]) * width * channels;
            const float down = row_distances[y], up = 1.0F - down;
            for (x = 0; x < out_width; ++x) {
                const int32_t first = column_firsts[x] * channels;
                const int32_t last = column_lasts[x] * channels;
                const float right = column_distances[x], left = 1.0F - right;
                float *out = output + ((b * out_height + y) * out_width + x) * channels;
                for (c = 0; c < channels; ++c) {
                    float sum = above[first + c] * (up * left);
                    sum += above[last + c] * (up * right);
                    sum += below[first + c] * (down * left);
                    sum += below[last + c] * (down * right);
                    out[c] = sum;
                }
            }
        }
    }
}

/* output[batch][out_height][out_width][channels]: pixels of
   input[batch][height][width][channels], of row rows[y] and column columns[x]. */
QIR_KERNEL void qir_resize_nearest_f32(const float *input, const int32_t *rows,
                                       const int32_t *columns, float *output, int32_t batch,
                                       int32_t height, int32_t width, int32_t channels,
                                       int32_t out_height, int32_t out_width)
{
    int32_t b, y, x, c;
    for (b = 0; b < batch; ++b) {
        for (y = 0; y < out_height; ++y) {
            const float *row = input + (b * height + rows[y]) * width * channels;
            for (x = 0; x < out_width; ++x) {
                float *out = output + ((b * out_height + y) * out_width + x) * channels;
                for (c = 0; c < channels; ++c) {
                    out[c] = row[columns[x] * channels + c];
                }
            }
        }
    }
}
