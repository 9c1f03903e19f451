/* Activations that only hybrid kernels read: a part of them is made at a time and becomes rows of int8,
   so that the floats are never in memory as a whole. */

/* Rows of float32 as int8, see qir_quantize_rows_asymmetric and qir_quantize_rows_symmetric. */
QIR_KERNEL void qir_quantize_rows(const float *input, int8_t *rows_i8, float *scales,
                                  int32_t *zero_points, int32_t rows, int32_t depth,
                                  int32_t is_asymmetric)
{
    if (is_asymmetric) {
        qir_quantize_rows_asymmetric(input, rows_i8, scales, zero_points, rows, depth);
    } else {
        qir_quantize_rows_symmetric(input, rows_i8, scales, zero_points, rows, depth);
    }
}

/* qir_gelu_f32 of input[rows][depth] as rows_i8[rows][depth], which may lie over it, with scales[rows]
   and zero_points[rows]. room[together][depth]: what is made at a time. */
QIR_KERNEL void qir_gelu_rows_f32(const float *input, int8_t *rows_i8, float *scales,
                                  int32_t *zero_points, float *room, int32_t rows, int32_t depth,
                                  int32_t together, int32_t is_asymmetric)
{
    int32_t r;
    for (r = 0; r < rows; r += together) {
        const int32_t count = rows - r < together ? rows - r : together;
        qir_gelu_f32(input + r * depth, room, count * depth);
        qir_quantize_rows(room, rows_i8 + r * depth, scales + r, zero_points + r, count, depth,
                          is_asymmetric);
    }
}

/* The same of qir_gelu_tanh_f32. */
QIR_KERNEL void qir_gelu_tanh_rows_f32(const float *input, int8_t *rows_i8, float *scales,
                                       int32_t *zero_points, float *room, int32_t rows,
                                       int32_t depth, int32_t together, int32_t is_asymmetric)
{
    int32_t r;
    for (r = 0; r < rows; r += together) {
        const int32_t count = rows - r < together ? rows - r : together;
        qir_gelu_tanh_f32(input + r * depth, room, count * depth);
        qir_quantize_rows(room, rows_i8 + r * depth, scales + r, zero_points + r, count, depth,
                          is_asymmetric);
    }
}

/* qir_layer_norm_f32 of input[rows][depth] as rows_i8[rows][depth], which may lie over it, with
   scales[rows] and zero_points[rows]. room[together][depth]: what is made at a time. */
QIR_KERNEL void qir_layer_norm_rows_f32(const float *input, const float *gamma, const float *beta,
                                        int8_t *rows_i8, float *scales, int32_t *zero_points,
                                        float *room, int32_t rows, int32_t depth, float epsilon,
                                        int32_t together, int32_t is_asymmetric)
{
    int32_t r;
    for (r = 0; r < rows; r += together) {
        const int32_t count = rows - r < together ? rows - r : together;
        qir_layer_norm_f32(input + r * depth, gamma, beta, room, count, depth, epsilon);
        qir_quantize_rows(room, rows_i8 + r * depth, scales + r, zero_points + r, count, depth,
                          is_asymmetric);
    }
}

/* qir_scale_shift_f32 of input[rows][columns] as rows_i8[rows][columns], which may lie over it, with
   scales[rows] and zero_points[rows]. room[together][columns]: what is made at a time. */
QIR_KERNEL void qir_scale_shift_rows_f32(const float *input, const float *scale, const float *shift,
                                         int8_t *rows_i8, float *scales, int32_t *zero_points,
                                         float *room, int32_t rows, int32_t columns,
                                         int32_t scale_rows, int32_t scale_columns,
                                         int32_t shift_rows, int32_t shift_columns,
                                         int32_t subtract, int32_t together, int32_t is_asymmetric,
                                         float low, float high)
{
    int32_t r;
    for (r = 0; r < rows; r += together) {
        const int32_t count = rows - r < together ? rows - r : together;
        qir_scale_shift_f32(input + r * columns, scale + r * scale_rows, shift + r * shift_rows, room,
                            count, columns, scale_rows, scale_columns, shift_rows, shift_columns,
                            subtract, low, high);
        qir_quantize_rows(room, rows_i8 + r * columns, scales + r, zero_points + r, count, columns,
                          is_asymmetric);
    }
}

/* qir_depthwise_conv_2d_f32 of one image, each position of the result as a row of
   rows_i8[out_height * out_width][channels * multiplier], with as many scales and zero points.
   room[together][out_width][channels * multiplier]: what is made at a time. */
QIR_KERNEL void qir_depthwise_conv_2d_rows_f32(
    const float *input, const float *weights, const float *bias, int8_t *rows_i8, float *scales,
    int32_t *zero_points, float *room, int32_t height, int32_t width, int32_t channels,
    int32_t out_height, int32_t out_width, int32_t multiplier, int32_t filter_height,
    int32_t filter_width, int32_t stride_h, int32_t stride_w, int32_t dilation_h,
    int32_t dilation_w, int32_t pad_top, int32_t pad_left, int32_t together, int32_t is_asymmetric,
    float low, float high)
{
    const int32_t depth = channels * multiplier;
    int32_t y;
    for (y = 0; y < out_height; y += together) {
        const int32_t lines = out_height - y < together ? out_height - y : together;
        const int32_t first = y * out_width;
        qir_depthwise_conv_2d_f32(input, weights, bias, room, 1, height, width, channels, lines,
                                  out_width, multiplier, filter_height, filter_width, stride_h,
                                  stride_w, dilation_h, dilation_w, pad_top - y * stride_h,
                                  pad_left, low, high);
        qir_quantize_rows(room, rows_i8 + first * depth, scales + first, zero_points + first,
                          lines * out_width, depth, is_asymmetric);
    }
}

/* The same of qir_depthwise_conv_2d_w8. */
QIR_KERNEL void qir_depthwise_conv_2d_rows_w8(
    const float *input, const int8_t *weights, const float *weight_scales, const float *bias,
    int8_t *rows_i8, float *scales, int32_t *zero_points, float *room, int32_t height,
    int32_t width, int32_t channels, int32_t out_height, int32_t out_width, int32_t multiplier,
    int32_t filter_height, int32_t filter_width, int32_t stride_h, int32_t stride_w,
    int32_t dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left, int32_t together,
    int32_t is_asymmetric, float low, float high)
{
    const int32_t depth = channels * multiplier;
    int32_t y;
    for (y = 0; y < out_height; y += together) {
        const int32_t lines = out_height - y < together ? out_height - y : together;
        const int32_t first = y * out_width;
        qir_depthwise_conv_2d_w8(input, weights, weight_scales, bias, room, 1, height, width,
                                 channels, lines, out_width, multiplier, filter_height,
                                 filter_width, stride_h, stride_w, dilation_h, dilation_w,
                                 pad_top - y * stride_h, pad_left, low, high);
        qir_quantize_rows(room, rows_i8 + first * depth, scales + first, zero_points + first,
                          lines * out_width, depth, is_asymmetric);
    }
}
