/* Activations quantized by small processors: one function for rows of all lengths. */

/* The least and the greatest of x[count] and 0; NaNs are passed over. */
QIR_SHARED void qir_bounds(const float *x, int32_t count, float *low, float *high)
{
    float least = 0.0F, greatest = 0.0F;
    int32_t i;
    for (i = 0; i < count; ++i) {
        least = x[i] < least ? x[i] : least;
        greatest = x[i] > greatest ? x[i] : greatest;
    }
    *low = least;
    *high = greatest;
}

/* q[count] = the integers nearest to x[count] * inverse between least and most, plus a zero point. */
QIR_SHARED void qir_nearest_row(const float *x, int8_t *q, int32_t count, float inverse, float least,
                                float most, int32_t zero_point)
{
    const int32_t whole = count - count % 8;
    int32_t i;
    for (i = 0; i < count; ++i) {
        q[i] = (int8_t)(qir_nearest(x[i] * inverse, least, most, i < whole) + zero_point);
    }
}
