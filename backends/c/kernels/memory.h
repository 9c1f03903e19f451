/* Memory moved as it is. */

/* The same bytes in another place, which must not overlap: input[bytes] to output[bytes]. */
QIR_KERNEL void qir_copy_bytes(const void *input, void *output, int32_t bytes)
{
    memcpy(output, input, (size_t)bytes);
}
