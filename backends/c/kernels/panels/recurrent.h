/* Layers with states: what is computed of sums, by vectors. Rows R of semantics.md. */

/* What becomes of a sum: its tanh, or the sum between low and high, low where it is NaN; itself
   where low is -infinity. Rule R24. */
QIR_KERNEL qir_f32v qir_activated_f32v(qir_f32v x, int32_t is_tanh, float low, float high)
{
    if (is_tanh) {
        return qir_tanh_f32v(x);
    }
    return low == -INFINITY ? x : qir_clamp_f32v(x, low, high);
}

/* y[cell] and h[cell] = what becomes of the sums in y. */
QIR_KERNEL void qir_activate_states(float *y, float *h, int32_t cell, int32_t is_tanh, float low,
                                    float high)
{
    int32_t i;
    for (i = 0; i < cell; i += QIR_LANES) {
        const qir_f32v sum = qir_load_f32v(y + i, cell - i);
        const qir_f32v made = qir_activated_f32v(sum, is_tanh, low, high);
        qir_store_f32v(y + i, made, cell - i);
        qir_store_f32v(h + i, made, cell - i);
    }
}

/* The sums of one gate, gate[cell], ready for its activation: plus peephole * memory; where norm is
   not NULL, less their mean, over their standard deviation, times norm; plus bias. Rules R1, R4. */
QIR_KERNEL void qir_lstm_gate(float *gate, const float *memory, const float *peephole,
                              const float *norm, const float *bias, int32_t cell)
{
    float deviation = 1.0F;
    int32_t i;
    for (i = 0; peephole && i < cell; i += QIR_LANES) {
        const qir_f32v of_memory = qir_load_f32v(memory + i, cell - i);
        qir_f32v sum = qir_load_f32v(gate + i, cell - i);
        sum += of_memory * qir_load_f32v(peephole + i, cell - i);
        qir_store_f32v(gate + i, sum, cell - i);
    }
    if (norm) {
        deviation = qir_lstm_centered(gate, cell);
    }
    for (i = 0; i < cell; i += QIR_LANES) {
        qir_f32v sum = qir_load_f32v(gate + i, cell - i);
        if (norm) {
            sum = sum / deviation * qir_load_f32v(norm + i, cell - i);
        }
        qir_store_f32v(gate + i, sum + qir_load_f32v(bias + i, cell - i), cell - i);
    }
}

/* memory[cell] = what is kept of it by the sums in forget, and what is made of those in made, as far as
   those in input admit it; where that is NULL, as far as the memory is not kept. cell_clip: 0 is none. */
QIR_KERNEL void qir_lstm_remember(const float *input, const float *forget, const float *made,
                                  float *memory, int32_t cell, int32_t is_tanh, float low,
                                  float high, float cell_clip)
{
    int32_t i;
    for (i = 0; i < cell; i += QIR_LANES) {
        const int32_t count = cell - i;
        const qir_f32v kept = qir_sigmoid_f32v(qir_load_f32v(forget + i, count));
        const qir_f32v sum = qir_load_f32v(made + i, count);
        const qir_f32v entry = qir_activated_f32v(sum, is_tanh, low, high);
        qir_f32v admitted = 1.0F - kept, value;
        if (input) {
            admitted = qir_sigmoid_f32v(qir_load_f32v(input + i, count));
        }
        value = kept * qir_load_f32v(memory + i, count) + admitted * entry;
        if (cell_clip > 0.0F) {
            value = qir_bound_f32v(value, -cell_clip, cell_clip);
        }
        qir_store_f32v(memory + i, value, count);
    }
}

/* output[cell] = what its sums let out of what is made of memory[cell]. */
QIR_KERNEL void qir_lstm_put_out(float *output, const float *memory, int32_t cell, int32_t is_tanh,
                                 float low, float high)
{
    int32_t i;
    for (i = 0; i < cell; i += QIR_LANES) {
        const qir_f32v value = qir_load_f32v(memory + i, cell - i);
        const qir_f32v entry = qir_activated_f32v(value, is_tanh, low, high);
        const qir_f32v opened = qir_sigmoid_f32v(qir_load_f32v(output + i, cell - i));
        qir_store_f32v(output + i, opened * entry, cell - i);
    }
}

/* One step of an LSTM from its sums[batch][4][cell] in the order input, cell, forget, output, and
   memory[batch][cell]: output[batch][cell] and memory_out[batch][cell]. Rule R3. */
QIR_KERNEL void qir_basic_lstm_f32(const float *sums, const float *memory, float *output,
                                   float *memory_out, int32_t batch, int32_t cell)
{
    int32_t b, i;
    for (b = 0; b < batch; ++b) {
        const float *x = sums + b * 4 * cell;
        for (i = 0; i < cell; i += QIR_LANES) {
            const int32_t at = b * cell + i, count = cell - i;
            const qir_f32v entry = qir_tanh_f32v(qir_load_f32v(x + cell + i, count));
            const qir_f32v admitted = qir_sigmoid_f32v(qir_load_f32v(x + i, count)) * entry;
            const qir_f32v forget = qir_sigmoid_f32v(qir_load_f32v(x + 2 * cell + i, count));
            const qir_f32v value = admitted + forget * qir_load_f32v(memory + at, count);
            const qir_f32v opened = qir_sigmoid_f32v(qir_load_f32v(x + 3 * cell + i, count));
            qir_store_f32v(memory_out + at, value, count);
            qir_store_f32v(output + at, opened * qir_tanh_f32v(value), count);
        }
    }
}
