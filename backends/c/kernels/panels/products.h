/* Products with matrices and convolutions, of weights that lie in panels. */

/* output[rows][outputs] = input[rows][depth], with a scale and a zero point for each row, times
   weights[outputs][depth], which lie in panels, with the sum of each row and a scale for each, plus
   bias[outputs], which may be NULL; and, before it is bounded, plus what was added[rows][outputs], which
   may be NULL, and which output may lie over. */
QIR_KERNEL void qir_fully_connected_i8(const int8_t *input, const float *scales,
                                       const int32_t *zero_points, const int8_t *weights,
                                       const int32_t *weight_sums, const float *weight_scales,
                                       const float *bias, const float *added, float *output,
                                       int32_t rows, int32_t depth, int32_t outputs, float low,
                                       float high)
{
    qir_product p;
    p.weights = weights;
    p.sums = weight_sums;
    p.scales = weight_scales;
    p.bias = bias;
    p.tap_rows = p.tap_columns = 1;
    p.row_step = p.column_step = 0;
    p.depth = p.x_step = depth;
    p.y_step = outputs;
    p.scale_step = 1;
    p.low = low;
    p.high = high;
    qir_lines_i8(&p, input, scales, zero_points, added, output, 1, rows, 0, outputs);
}

/* output[batch][out_height][out_width][outputs] = input[batch][height][width][channels], with a scale
   and a zero point for each image, under weights[outputs][filter_height][filter_width]
   [channels / groups], which lie in panels, with the sum of each filter's weights and a scale for each,
   plus bias[outputs], which may be NULL; and, before it is bounded, plus what was added, of the shape
   of output, which may lie over it, or NULL. No window reaches over the edge. */
QIR_KERNEL void qir_conv_2d_inside_i8(const int8_t *input, const float *scales,
                                      const int32_t *zero_points, const int8_t *weights,
                                      const int32_t *weight_sums, const float *weight_scales,
                                      const float *bias, const float *added, float *output,
                                      int32_t batch, int32_t height, int32_t width,
                                      int32_t channels, int32_t out_height, int32_t out_width,
                                      int32_t outputs, int32_t groups, int32_t filter_height,
                                      int32_t filter_width, int32_t stride_h, int32_t stride_w,
                                      int32_t dilation_h, int32_t dilation_w, float low, float high)
{
    const int32_t depth = channels / groups, filters = outputs / groups;
    const int32_t is_joined = groups == 1 && dilation_w == 1;
    /* Whether positions of all lines are as far from each other as those of one. */
    const int32_t is_even = stride_h * width == stride_w * out_width;
    const int32_t lines = is_even ? 1 : out_height;
    const int32_t positions = is_even ? out_height * out_width : out_width;
    int32_t b, g;
    qir_product p;
    p.tap_rows = filter_height;
    p.tap_columns = is_joined ? 1 : filter_width;
    p.row_step = dilation_h * width * channels;
    p.column_step = dilation_w * channels;
    p.depth = is_joined ? filter_width * depth : depth;
    p.x_step = stride_w * channels;
    p.y_step = outputs;
    p.scale_step = 0;
    p.low = low;
    p.high = high;
    for (b = 0; b < batch; ++b) {
        for (g = 0; g < groups; ++g) {
            const int32_t padded = (filters + QIR_LANES - 1) / QIR_LANES * QIR_LANES;
            const int32_t deep = (p.depth + QIR_GROUP - 1) / QIR_GROUP * QIR_GROUP;
            p.weights = weights + g * padded * (p.tap_rows * p.tap_columns * deep);
            p.sums = weight_sums + g * filters;
            p.scales = weight_scales + g * filters;
            p.bias = bias ? bias + g * filters : NULL;
            qir_lines_i8(&p, input + b * height * width * channels + g * depth, scales + b,
                         zero_points + b,
                         added ? added + b * out_height * out_width * outputs + g * filters : NULL,
                         output + b * out_height * out_width * outputs + g * filters, lines,
                         positions, stride_h * width * channels, filters);
        }
    }
}
