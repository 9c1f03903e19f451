/* Activations that only hybrid kernels read: a part of them is made at a time and becomes rows of int8,
   so that the floats are never in memory as a whole. */

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

/* qir_conv_2d_depthwise_f32 of one image, each position of the result as a row of
   rows_i8[dw_height * dw_width][outputs * multiplier], with as many scales and zero points.
   room[together][dw_width][outputs * multiplier]: what is made at a time. */
QIR_KERNEL void qir_conv_2d_depthwise_rows_f32(
    const float *input, const float *weights, const float *bias, const float *filters,
    const float *filter_bias, int8_t *rows_i8, float *row_scales, int32_t *row_zero_points,
    float *room, float *lines, int32_t height, int32_t width, int32_t channels, int32_t out_height,
    int32_t out_width, int32_t outputs, int32_t groups, int32_t filter_height, int32_t filter_width,
    int32_t stride_h, int32_t stride_w, int32_t dilation_h, int32_t dilation_w, int32_t pad_top,
    int32_t pad_left, float low, float high, int32_t dw_height, int32_t dw_width,
    int32_t multiplier, int32_t dw_filter_height, int32_t dw_filter_width, int32_t dw_stride_h,
    int32_t dw_stride_w, int32_t dw_dilation_h, int32_t dw_dilation_w, int32_t dw_pad_top,
    int32_t dw_pad_left, float dw_low, float dw_high, int32_t together, int32_t is_asymmetric)
{
    const int32_t dw_outputs = outputs * multiplier;
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t first = 0, held = 0, y;
    for (y = 0; y < dw_height; y += together) {
        const int32_t count = dw_height - y < together ? dw_height - y : together;
        const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
        const int32_t seen = start + (count - 1) * dw_stride_h + span;
        const int32_t end = seen < out_height ? seen : out_height;
        const int32_t row = y * dw_width;
        held = qir_convolved_lines(input, weights, bias, lines, first, held, from, end, height,
                                   width, channels, out_width, outputs, groups, filter_height,
                                   filter_width, stride_h, stride_w, dilation_h, dilation_w,
                                   pad_top, pad_left, low, high);
        first = from;
        qir_depthwise_conv_2d_f32(lines, filters, filter_bias, room, 1, held, out_width, outputs,
                                  count, dw_width, multiplier, dw_filter_height, dw_filter_width,
                                  dw_stride_h, dw_stride_w, dw_dilation_h, dw_dilation_w,
                                  first - start, dw_pad_left, dw_low, dw_high);
        qir_quantize_rows(room, rows_i8 + row * dw_outputs, row_scales + row, row_zero_points + row,
                          count * dw_width, dw_outputs, is_asymmetric);
    }
}

/* The same of qir_conv_2d_depthwise_w8. */
QIR_KERNEL void qir_conv_2d_depthwise_rows_w8(
    const float *input, const float *weights, const float *bias, const int8_t *filters,
    const float *filter_scales, const float *filter_bias, int8_t *rows_i8, float *row_scales,
    int32_t *row_zero_points, float *room, float *lines, int32_t height, int32_t width,
    int32_t channels, int32_t out_height, int32_t out_width, int32_t outputs, int32_t groups,
    int32_t filter_height, int32_t filter_width, int32_t stride_h, int32_t stride_w,
    int32_t dilation_h, int32_t dilation_w, int32_t pad_top, int32_t pad_left, float low,
    float high, int32_t dw_height, int32_t dw_width, int32_t multiplier, int32_t dw_filter_height,
    int32_t dw_filter_width, int32_t dw_stride_h, int32_t dw_stride_w, int32_t dw_dilation_h,
    int32_t dw_dilation_w, int32_t dw_pad_top, int32_t dw_pad_left, float dw_low, float dw_high,
    int32_t together, int32_t is_asymmetric)
{
    const int32_t dw_outputs = outputs * multiplier;
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t first = 0, held = 0, y;
    for (y = 0; y < dw_height; y += together) {
        const int32_t count = dw_height - y < together ? dw_height - y : together;
        const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
        const int32_t seen = start + (count - 1) * dw_stride_h + span;
        const int32_t end = seen < out_height ? seen : out_height;
        const int32_t row = y * dw_width;
        held = qir_convolved_lines(input, weights, bias, lines, first, held, from, end, height,
                                   width, channels, out_width, outputs, groups, filter_height,
                                   filter_width, stride_h, stride_w, dilation_h, dilation_w,
                                   pad_top, pad_left, low, high);
        first = from;
        qir_depthwise_conv_2d_w8(lines, filters, filter_scales, filter_bias, room, 1, held,
                                 out_width, outputs, count, dw_width, multiplier, dw_filter_height,
                                 dw_filter_width, dw_stride_h, dw_stride_w, dw_dilation_h,
                                 dw_dilation_w, first - start, dw_pad_left, dw_low, dw_high);
        qir_quantize_rows(room, rows_i8 + row * dw_outputs, row_scales + row, row_zero_points + row,
                          count * dw_width, dw_outputs, is_asymmetric);
    }
}

/* qir_products_depthwise_f32_i8 of one image, each position of the result as a row of
   rows_i8[dw_height * dw_width][outputs * multiplier], with as many scales and zero points.
   room[together][dw_width][outputs * multiplier]: what is made at a time. */
QIR_KERNEL void qir_products_depthwise_rows_f32_i8(
    const int8_t *input, const float *scales, const int32_t *zero_points, const int8_t *weights,
    const int32_t *weight_sums, const float *weight_scales, const float *bias, const float *filters,
    const float *filter_bias, int8_t *rows_i8, float *row_scales, int32_t *row_zero_points,
    float *room, float *lines, int32_t out_height, int32_t out_width, int32_t depth,
    int32_t outputs, float low, float high, int32_t dw_height, int32_t dw_width, int32_t multiplier,
    int32_t dw_filter_height, int32_t dw_filter_width, int32_t dw_stride_h, int32_t dw_stride_w,
    int32_t dw_dilation_h, int32_t dw_dilation_w, int32_t dw_pad_top, int32_t dw_pad_left,
    float dw_low, float dw_high, int32_t together, int32_t is_asymmetric)
{
    const int32_t dw_outputs = outputs * multiplier;
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t first = 0, held = 0, y;
    for (y = 0; y < dw_height; y += together) {
        const int32_t count = dw_height - y < together ? dw_height - y : together;
        const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
        const int32_t seen = start + (count - 1) * dw_stride_h + span;
        const int32_t end = seen < out_height ? seen : out_height;
        const int32_t row = y * dw_width;
        held = qir_multiplied_lines(input, scales, zero_points, weights, weight_sums, weight_scales,
                                    bias, lines, first, held, from, end, out_width, depth, outputs,
                                    low, high);
        first = from;
        qir_depthwise_conv_2d_f32(lines, filters, filter_bias, room, 1, held, out_width, outputs,
                                  count, dw_width, multiplier, dw_filter_height, dw_filter_width,
                                  dw_stride_h, dw_stride_w, dw_dilation_h, dw_dilation_w,
                                  first - start, dw_pad_left, dw_low, dw_high);
        qir_quantize_rows(room, rows_i8 + row * dw_outputs, row_scales + row, row_zero_points + row,
                          count * dw_width, dw_outputs, is_asymmetric);
    }
}

/* The same of qir_products_depthwise_w8_i8. */
QIR_KERNEL void qir_products_depthwise_rows_w8_i8(
    const int8_t *input, const float *scales, const int32_t *zero_points, const int8_t *weights,
    const int32_t *weight_sums, const float *weight_scales, const float *bias,
    const int8_t *filters, const float *filter_scales, const float *filter_bias, int8_t *rows_i8,
    float *row_scales, int32_t *row_zero_points, float *room, float *lines, int32_t out_height,
    int32_t out_width, int32_t depth, int32_t outputs, float low, float high, int32_t dw_height,
    int32_t dw_width, int32_t multiplier, int32_t dw_filter_height, int32_t dw_filter_width,
    int32_t dw_stride_h, int32_t dw_stride_w, int32_t dw_dilation_h, int32_t dw_dilation_w,
    int32_t dw_pad_top, int32_t dw_pad_left, float dw_low, float dw_high, int32_t together,
    int32_t is_asymmetric)
{
    const int32_t dw_outputs = outputs * multiplier;
    const int32_t span = (dw_filter_height - 1) * dw_dilation_h + 1;
    int32_t first = 0, held = 0, y;
    for (y = 0; y < dw_height; y += together) {
        const int32_t count = dw_height - y < together ? dw_height - y : together;
        const int32_t start = y * dw_stride_h - dw_pad_top, from = start > 0 ? start : 0;
        const int32_t seen = start + (count - 1) * dw_stride_h + span;
        const int32_t end = seen < out_height ? seen : out_height;
        const int32_t row = y * dw_width;
        held = qir_multiplied_lines(input, scales, zero_points, weights, weight_sums, weight_scales,
                                    bias, lines, first, held, from, end, out_width, depth, outputs,
                                    low, high);
        first = from;
        qir_depthwise_conv_2d_w8(lines, filters, filter_scales, filter_bias, room, 1, held,
                                 out_width, outputs, count, dw_width, multiplier, dw_filter_height,
                                 dw_filter_width, dw_stride_h, dw_stride_w, dw_dilation_h,
                                 dw_dilation_w, first - start, dw_pad_left, dw_low, dw_high);
        qir_quantize_rows(room, rows_i8 + row * dw_outputs, row_scales + row, row_zero_points + row,
                          count * dw_width, dw_outputs, is_asymmetric);
    }
}
